import { IsInt, Matches, Max, Min } from 'class-validator'
import { IntegerField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { ownerIdPattern } from '#core/http/openapi/decorators/patterns.js'

export const tokenHours = { min: 1, max: 24 }
const defaultHours = 1

const hours = {
  message: `must be a whole number of hours from ${tokenHours.min} to ${tokenHours.max}`
}

/** The body of `POST /auth/token`. */
export class TokenRequestBody {
  @TextField({
    description: 'The user whom the token is for.',
    minLength: 1,
    maxLength: 128,
    pattern: ownerIdPattern
  })
  @Matches(new RegExp(ownerIdPattern), {
    message: 'must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
  })
  readonly user_id!: string

  @IntegerField({
    description: 'For how long, in hours.',
    optional: true,
    default: defaultHours,
    ...tokenHours
  })
  @Min(tokenHours.min, hours)
  @Max(tokenHours.max, hours)
  @IsInt(hours)
  readonly expires_in_hours: number = defaultHours
}
