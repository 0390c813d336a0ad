import { Inject, Injectable } from '@nestjs/common'
import { Logger, PARAMS_PROVIDER_TOKEN, PinoLogger, type Params } from 'nestjs-pino'
import { ApplicationLogger } from './application-logger.js'
import { censor, redactedPaths } from './redaction.js'

/** Contexts of Nest that log one line for each module and route. */
const chatty: ReadonlySet<unknown> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication'
])

/**
 * Writes Nest's log lines to the service's log, its start-up lines at debug. Nest and its modules log
 * objects that no code of the service has composed, so these lines are redacted.
 */
@Injectable()
export class NestLogger extends Logger {
  constructor(log: PinoLogger, @Inject(PARAMS_PROVIDER_TOKEN) params: Params) {
    const redact = { paths: [...redactedPaths], censor }
    super(new ApplicationLogger(log.logger.child({}, { redact })), params)
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (chatty.has(rest.at(-1))) this.debug(message, ...rest)
    else super.log(message, ...rest)
  }
}
