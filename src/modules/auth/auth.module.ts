import { Module } from '@nestjs/common'
import { ApiKeyStrategy } from './api-key.strategy.js'
import { ApiKeys } from './api-keys.js'
import { AuthController } from './auth.controller.js'
import { Authenticator } from './authenticator.js'
import { IssueToken } from './issue-token.service.js'
import { IssuedTokenStrategy } from './issued-token.strategy.js'
import { RevocationList } from './revocation-list.js'
import { ServiceTokenStrategy } from './service-token.strategy.js'
import { PreviousUserTokenStrategy, UserTokenStrategy } from './user-token.strategy.js'

@Module({
  controllers: [AuthController],
  providers: [
    ApiKeys,
    ApiKeyStrategy,
    UserTokenStrategy,
    PreviousUserTokenStrategy,
    ServiceTokenStrategy,
    IssuedTokenStrategy,
    RevocationList,
    Authenticator,
    IssueToken
  ],
  exports: [Authenticator]
})
export class AuthModule {}
