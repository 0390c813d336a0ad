import { OwnerIdInput, WholeNumberInput } from '#core/http/dto/input-field.decorators.js'

export const tokenHours = { min: 1, max: 24 }
const defaultHours = 1

/** The body of `POST /auth/token`. */
export class TokenRequestDto {
  static readonly examples: Readonly<Record<string, TokenRequestDto>> = {
    'for an hour': { user_id: '0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10', expires_in_hours: 1 }
  }

  @OwnerIdInput({ description: 'User id: the subject of the token.' })
  readonly user_id!: string

  @WholeNumberInput({
    description: 'Lifetime in hours.',
    optional: true,
    default: defaultHours,
    of: 'hours',
    ...tokenHours
  })
  readonly expires_in_hours: number = defaultHours
}
