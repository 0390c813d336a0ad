import { IsInt, Matches, Max, Min } from 'class-validator'

const hours = { message: 'must be a whole number of hours from 1 to 24' }

/** The body of `POST /auth/token`. */
export class TokenRequestBody {
  @Matches(/^[A-Za-z0-9._:@-]{1,128}$/, {
    message: 'must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
  })
  readonly user_id!: string

  @Min(1, hours)
  @Max(24, hours)
  @IsInt(hours)
  readonly expires_in_hours: number = 1
}
