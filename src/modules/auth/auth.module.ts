import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { appConfig } from '#core/config/app.config.js'
import { isStrict } from '#core/config/environment.js'
import { authConfig } from './auth.config.js'
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
export class AuthModule implements OnApplicationBootstrap {
  constructor(
    @Inject(authConfig.KEY) private readonly settings: ConfigType<typeof authConfig>,
    @Inject(appConfig.KEY) private readonly app: ConfigType<typeof appConfig>,
    private readonly logger: PinoLogger
  ) {}

  /** Kuybi's tokens have neither claim, so this is no error. */
  onApplicationBootstrap(): void {
    const { JWT_ISSUER, JWT_AUDIENCE } = this.settings
    if (!isStrict(this.app.ENVIRONMENT) || JWT_ISSUER !== undefined || JWT_AUDIENCE !== undefined)
      return
    this.logger.warn(
      { action: 'jwt_unbound', settings: ['JWT_ISSUER', 'JWT_AUDIENCE'] },
      'Any token signed with JWT_SECRET is accepted, whatever service it was made for'
    )
  }
}
