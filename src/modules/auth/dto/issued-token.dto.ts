import {
  ChoiceField,
  IntegerField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerIdPattern } from '#core/http/openapi/decorators/patterns.js'
import { tokenHours } from './token-request.dto.js'

/** The names are OAuth's (RFC 6749, 5.1). */
export class IssuedToken {
  @TextField({
    description: 'For `Authorization: Bearer`.',
    maxLength: 2000,
    pattern: String.raw`^[\w-]+\.[\w-]+\.[\w-]+$`
  })
  readonly access_token!: string

  @ChoiceField({ description: 'How to present it.', choices: ['Bearer'] })
  readonly token_type!: 'Bearer'

  @IntegerField({
    description: 'Seconds.',
    min: tokenHours.min * 3600,
    max: tokenHours.max * 3600
  })
  readonly expires_in!: number

  @TimeField({ description: 'When it ends.' })
  readonly expires_at!: string

  @TextField({ description: 'Whose token it is.', maxLength: 128, pattern: ownerIdPattern })
  readonly user_id!: string
}
