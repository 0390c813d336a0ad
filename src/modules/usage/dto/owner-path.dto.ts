import { Matches } from 'class-validator'
import { TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'

export const ownerRule = {
  message: 'must be user:, key: or service: and 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
}

/** An owner named in the address. */
export class OwnerPath {
  @TextField({
    description: 'The owner: `user:<id>`, `key:<name>` or `service:<sub>`.',
    maxLength: 136,
    pattern: ownerPattern
  })
  @Matches(new RegExp(ownerPattern), ownerRule)
  readonly owner!: string
}
