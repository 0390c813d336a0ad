import { Injectable } from '@nestjs/common'
import { Logger } from 'nestjs-pino'

/** Contexts of Nest that log one line for each module and route. */
const chatty: ReadonlySet<unknown> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication'
])

/** Writes Nest's log lines to the service's log, its start-up lines at debug. */
@Injectable()
export class NestLogger extends Logger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (chatty.has(rest.at(-1))) this.debug(message, ...rest)
    else super.log(message, ...rest)
  }
}
