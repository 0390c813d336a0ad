import { Module, type DynamicModule } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PARAMS_PROVIDER_TOKEN, PinoLogger } from 'nestjs-pino'
import { appConfig } from '#core/config/app.config.js'
import { ApplicationLogger } from './application-logger.js'
import { loggingConfig } from './logging.config.js'
import { createLogger, type LogDestination } from './logger-options.js'
import { NestLogger } from './nest-logger.js'

/**
 * Makes the logger injectable as PinoLogger. The middleware of nestjs-pino is not used, because it sees
 * neither malformed addresses nor hijacked streams: ids come from the request context and the access
 * line from core/http (docs/decisions/0003-access-line.md).
 */
@Module({})
export class LoggingModule {
  /** Without a destination, lines go to standard output. */
  static to(logTo?: LogDestination): DynamicModule {
    return {
      module: LoggingModule,
      global: true,
      providers: [
        {
          provide: PinoLogger,
          inject: [loggingConfig.KEY, appConfig.KEY],
          useFactory: async (
            settings: ConfigType<typeof loggingConfig>,
            { ENVIRONMENT }: ConfigType<typeof appConfig>
          ) => new ApplicationLogger(await createLogger(settings, ENVIRONMENT, logTo))
        },
        { provide: PARAMS_PROVIDER_TOKEN, useValue: {} },
        NestLogger
      ],
      exports: [PinoLogger, NestLogger]
    }
  }
}
