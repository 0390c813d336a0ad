import type { Owner } from '#core/access/principal.js'
import { OwnerInput } from './input-field.decorators.js'

/** An owner named in the path. */
export class OwnerPathDto {
  @OwnerInput({ description: 'The owner: `user:<id>`, `key:<name>` or `service:<sub>`.' })
  readonly owner!: Owner
}
