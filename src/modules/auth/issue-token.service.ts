import { Injectable } from '@nestjs/common'
import jwt from 'jsonwebtoken'
import { AppError } from '../../core/errors/app-error.js'
import { Settings } from '../../core/config/settings.js'
import type { IssuedToken } from './issued-token.js'
import { secretKey } from './jwt-options.js'

/** Issues a short-lived token with which a user may write stories, and nothing else. */
@Injectable()
export class IssueToken {
  constructor(private readonly settings: Settings) {}

  /** @throws AppError NOT_FOUND when no TOKEN_SECRET is set */
  execute(userId: string, hours: number): IssuedToken {
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
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: expiresIn,
      expires_at: new Date(Date.now() + expiresIn * 1000).toISOString(),
      user_id: userId
    }
  }
}
