import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino'
import pretty, { type PrettyOptions } from 'pino-pretty'
import type { Environment } from '#core/config/environment.js'
import { currentContext } from '#core/context/request-context.js'
import { errorForLog } from './error-for-log.js'
import type { LoggingSettings } from './logging.config.js'
import { censor, redactedPaths } from './redaction.js'

/** Takes each line as it is written. */
export type LogDestination = DestinationStream

/**
 * The one logger of the process; every line of a request carries the request's ids. A destination of
 * its own gets JSON, whatever LOG_FORMAT says.
 */
export function createLogger(
  settings: LoggingSettings,
  environment: Environment,
  logTo?: LogDestination
): Logger {
  const options = loggerOptions(settings, environment)
  if (logTo !== undefined) return pino(options, logTo)
  if (settings.LOG_FORMAT === 'json') return pino(options)
  return pino(options, pretty(textFormat))
}

/** For people at a terminal: a request is one line, and ids are for `json`. */
const textFormat: PrettyOptions = {
  sync: true,
  colorize: process.stdout.isTTY,
  ignore:
    'pid,hostname,service,environment,correlationId,requestId,context,path,method,trace_id,span_id,' +
    'action,status,durationMs',
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

export function loggerOptions(
  { LOG_LEVEL: level }: Pick<LoggingSettings, 'LOG_LEVEL'>,
  environment: Environment
): LoggerOptions {
  return {
    level,
    base: { service: 'jiraiya', environment },
    formatters: { level: label => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...redactedPaths], censor },
    serializers,
    mixin: requestFields
  }
}

export const serializers = { err: errorForLog }

function requestFields(): Record<string, string | undefined> {
  const context = currentContext()
  if (context === undefined) return {}
  const { requestId, correlationId, userId, path, method, trace } = context
  return { requestId, correlationId, userId, path, method, ...trace?.ids() }
}
