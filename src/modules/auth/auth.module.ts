import { Module } from '@nestjs/common'
import { KuybiModule } from '#modules/kuybi/kuybi.module.js'
import { ApiKeyStrategy } from './strategies/api-key.strategy.js'
import { ApiKeys } from './strategies/api-keys.js'
import { AuthController } from './auth.controller.js'
import { Authenticator } from './authenticator.service.js'
import { IssueTokenService } from './issue-token.service.js'
import { IssuedTokenStrategy } from './strategies/issued-token.strategy.js'
import { ServiceTokenStrategy } from './strategies/service-token.strategy.js'
import { PreviousUserTokenStrategy, UserTokenStrategy } from './strategies/user-token.strategy.js'
import {
  ApiKeyGuard,
  IssuedTokenGuard,
  ServiceTokenGuard,
  UserTokenGuard
} from './strategy-guards.js'

@Module({
  imports: [KuybiModule],
  controllers: [AuthController],
  providers: [
    ApiKeys,
    ApiKeyStrategy,
    UserTokenStrategy,
    PreviousUserTokenStrategy,
    ServiceTokenStrategy,
    IssuedTokenStrategy,
    UserTokenGuard,
    ServiceTokenGuard,
    IssuedTokenGuard,
    ApiKeyGuard,
    Authenticator,
    IssueTokenService
  ],
  exports: [Authenticator]
})
export class AuthModule {}
