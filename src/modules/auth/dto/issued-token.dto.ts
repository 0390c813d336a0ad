import {
  ChoiceField,
  IntegerField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerIdPattern } from '#core/http/openapi/decorators/patterns.js'
import { tokenHours } from './token-request.dto.js'

/** An issued token; the names are OAuth's (RFC 6749, 5.1). */
export class IssuedTokenDto {
  static readonly examples: Readonly<Record<string, IssuedTokenDto>> = {
    'for an hour': {
      access_token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwYjVjIn0.c2lnbmF0dXJl',
      token_type: 'Bearer',
      expires_in: 3600,
      expires_at: '2026-11-20T13:00:00.000Z',
      user_id: '0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'
    }
  }

  @TextField({
    description: 'The token, for `Authorization: Bearer`.',
    maxLength: 2000,
    pattern: String.raw`^[\w-]+\.[\w-]+\.[\w-]+$`
  })
  readonly access_token!: string

  @ChoiceField({ description: 'Authorization scheme.', choices: ['Bearer'] })
  readonly token_type!: 'Bearer'

  @IntegerField({
    description: 'Lifetime in seconds.',
    min: tokenHours.min * 3600,
    max: tokenHours.max * 3600
  })
  readonly expires_in!: number

  @TimeField({ description: 'Expiry time.' })
  readonly expires_at!: string

  @TextField({ description: 'User id.', maxLength: 128, pattern: ownerIdPattern })
  readonly user_id!: string
}
