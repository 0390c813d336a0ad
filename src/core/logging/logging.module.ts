import { Module, type DynamicModule } from '@nestjs/common'
import { LoggerModule } from 'nestjs-pino'
import { Settings } from '#core/config/settings.js'
import { createLogger, serializers, type LogDestination } from './logger-options.js'
import { NestLogger } from './nest-logger.js'

/**
 * nestjs-pino carries the logger to everyone. Its middleware is off: it would see neither malformed
 * addresses nor hijacked streams, so ids come from the request context and the access line from
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
          inject: [Settings],
          useFactory: (settings: Settings) => ({
            // pino-http would put its own error serializer over ours.
            pinoHttp: {
              logger: createLogger(settings, logTo),
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
