import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { RevocationList } from './revocation-list.service.js'
import { UserLookup } from './user-lookup.service.js'

/** What Kuybi knows about a token that is valid by itself. */
@Injectable()
export class KuybiTokens {
  constructor(
    private readonly revoked: RevocationList,
    private readonly users: UserLookup
  ) {}

  /**
   * The principal of a valid token, with the present rights of a user.
   * @throws TokenRevoked; AppError SERVICE_UNAVAILABLE
   */
  async confirm(principal: Principal, token: string): Promise<Principal> {
    await this.revoked.expectUnlisted(token)
    // Only Kuybi's own tokens are valid there.
    return principal.kind === 'user' ? this.users.withCurrentRights(principal, token) : principal
  }
}
