import { Module } from '@nestjs/common'
import { LoggerModule } from 'nestjs-pino'
import { Settings } from '../config/settings.js'
import { createLogger, serializers } from './logger-options.js'
import { NestLogger } from './nest-logger.js'

/**
 * nestjs-pino carries the logger to everyone. Its middleware is off: it would see neither malformed
 * addresses nor hijacked streams, so ids come from the request context and the access line from
 * core/http (docs/decisions/0003-access-line.md).
 */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        // pino-http would put its own error serializer over ours.
        pinoHttp: { logger: createLogger(settings), wrapSerializers: false, serializers },
        forRoutes: []
      })
    })
  ],
  providers: [NestLogger]
})
export class LoggingModule {}
