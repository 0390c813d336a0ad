import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import jwt from 'jsonwebtoken'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { AppError } from '#core/errors/app-error.js'
import { authConfig } from '#modules/auth/auth.config.js'
import type { IssuedTokenDto } from './dto/issued-token.dto.js'
import { secretKey } from './strategies/jwt-options.js'

declare module '#core/audit/audit-log.service.js' {
  interface AuditActions {
    readonly token_issued: true
  }
}

const auditTimeoutMs = 1900

/** Issues a short-lived token with which a user may write stories and nothing else. */
@Injectable()
export class IssueTokenService {
  constructor(
    @Inject(authConfig.KEY) private readonly settings: ConfigType<typeof authConfig>,
    private readonly database: Database,
    private readonly audit: AuditLog
  ) {}

  /**
   * @throws AppError NOT_FOUND when TOKEN_SECRET is not set, StoreUnavailable when the audit event cannot be
   * written; then no token is returned
   */
  async execute(userId: string, hours: number): Promise<IssuedTokenDto> {
    const { TOKEN_SECRET } = this.settings
    if (TOKEN_SECRET === undefined) {
      throw new AppError('NOT_FOUND', { message: 'This service issues no tokens' })
    }
    const expiresIn = hours * 3600
    const token = jwt.sign({ scope: 'stories' }, secretKey(TOKEN_SECRET), {
      algorithm: 'HS256',
      issuer: 'jiraiya',
      audience: 'jiraiya',
      subject: userId,
      expiresIn
    })
    await this.recordIssue(userId, hours)
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: expiresIn,
      expires_at: new Date(Date.now() + expiresIn * 1000).toISOString(),
      user_id: userId
    }
  }

  private async recordIssue(userId: string, hours: number): Promise<void> {
    await this.database.withTimeout(auditTimeoutMs, () =>
      this.audit.append(this.database.queries, {
        action: 'token_issued',
        owner: `user:${userId}`,
        target: userId,
        details: { hours }
      })
    )
  }
}
