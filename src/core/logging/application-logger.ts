import { PinoLogger } from 'nestjs-pino'
import type { Logger } from 'pino'

/** nestjs-pino gives all applications of a process the logger of the first. Here each has its own. */
export class ApplicationLogger extends PinoLogger {
  constructor(private readonly own: Logger) {
    super({ pinoHttp: { logger: own } })
  }

  override get logger(): Logger {
    return this.own
  }
}
