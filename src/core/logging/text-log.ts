import type { DestinationStream } from 'pino'
import { prettyFactory, type PrettyOptions } from 'pino-pretty'
import { standardOutput } from './log-writer.js'

/** Lines for people at a terminal, on standard output. */
export function textLog(): DestinationStream {
  const output = standardOutput()
  const format = prettyFactory({ ...textFormat, colorize: process.stdout.isTTY })
  return { write: line => output.write(format(line)) }
}

/** A request is one line, and ids are for `json`. */
export const textFormat: PrettyOptions = {
  ignore:
    'pid,hostname,service,environment,correlationId,requestId,context,path,method,trace_id,span_id,' +
    'action,status,durationMs,address,userAgent',
  messageFormat: line => {
    const { action, method, path, status, durationMs, msg } = line as unknown as RequestLine
    if (action === 'request') return `${method} ${path} ${status} ${durationMs} ms`
    const details = [status, durationMs === undefined ? undefined : `${durationMs} ms`]
    const known = details.filter(detail => detail !== undefined).join(', ')
    return known === '' ? msg : `${msg} (${known})`
  }
}

interface RequestLine {
  readonly action?: string
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly durationMs?: number
  readonly msg: string
}
