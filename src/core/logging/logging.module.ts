import { Module, type DynamicModule } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { LoggerModule } from 'nestjs-pino'
import { appConfig } from '#core/config/app.config.js'
import { loggingConfig } from './logging.config.js'
import { createLogger, serializers, type LogDestination } from './logger-options.js'
import { NestLogger } from './nest-logger.js'

/**
 * nestjs-pino makes the logger injectable. Its middleware is off, because it sees neither malformed
 * addresses nor hijacked streams: ids come from the request context and the access line from
 * core/http (docs/decisions/0003-access-line.md).
 */
@Module({})
export class LoggingModule {
  /** Without a destination, lines go to standard output. */
  static to(logTo?: LogDestination): DynamicModule {
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRootAsync({
          inject: [loggingConfig.KEY, appConfig.KEY],
          useFactory: async (
            settings: ConfigType<typeof loggingConfig>,
            { ENVIRONMENT }: ConfigType<typeof appConfig>
          ) => ({
            // pino-http would put its own error serializer over ours.
            pinoHttp: {
              logger: await createLogger(settings, ENVIRONMENT, logTo),
              wrapSerializers: false,
              serializers
            },
            forRoutes: []
          })
        })
      ],
      providers: [NestLogger]
    }
  }
}
