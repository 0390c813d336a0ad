import { Injectable } from '@nestjs/common'
import { Logger } from 'nestjs-pino'

/** Nest says one line for each module and route it finds. */
const chatty: ReadonlySet<unknown> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication'
])

/** Nest's own lines go to our log; those of its start only at debug. */
@Injectable()
export class NestLogger extends Logger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (chatty.has(rest.at(-1))) this.debug(message, ...rest)
    else super.log(message, ...rest)
  }
}
