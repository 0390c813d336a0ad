import { errorClasses } from './generated/error-classes.js'
import {
  UnexpectedResponseError,
  UnknownCodeError,
  type ErrorCategory,
  type JiraiyaError,
  type SentIds
} from './jiraiya-error.js'

/** The parts of a response that an error is made from. */
export interface AnswerHead {
  readonly status: number
  readonly headers: Headers
}

/**
 * Maps the body of an error response, or of an `error` event, to an error. The body is not trusted, because it
 * may come from a proxy.
 * @param retryMs the last `retry` field of the stream
 */
export function errorOfResponse(
  { status, headers }: AnswerHead,
  body: unknown,
  ids: SentIds,
  retryMs?: number
): JiraiyaError {
  const { error, message, statusCode, requestId } = fieldsOf(body)
  const { code, category, retryable, retryAfter, details, correlation_id } = fieldsOf(error)
  const seconds = secondsOf(retryAfter) ?? headerSeconds(headers) ?? secondsOf(retryMs, 1000)
  const known = {
    requestId: textOf(requestId) ?? headers.get('X-Request-ID') ?? ids.requestId,
    correlationId: textOf(correlation_id) ?? headers.get('X-Correlation-ID') ?? ids.correlationId,
    retryAfter: seconds
  }
  if (typeof code !== 'string') return new UnexpectedResponseError(status, known)
  const kind = isKnown(code) ? errorClasses[code] : UnknownCodeError
  return new kind({
    ...known,
    code,
    message: textOf(message) ?? `The story service returned ${code}`,
    status: typeof statusCode === 'number' ? statusCode : status,
    category: (textOf(category) ?? 'system') as ErrorCategory,
    retryable: retryable === true,
    details: fieldsOf(details)
  })
}

export type Fields = Readonly<Record<string, unknown>>

/** The fields of an object; an empty object for any other value. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function isKnown(code: string): code is keyof typeof errorClasses {
  return Object.hasOwn(errorClasses, code)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function secondsOf(value: unknown, unitsPerSecond = 1): number | undefined {
  return typeof value === 'number' && value >= 0 ? value / unitsPerSecond : undefined
}

/** Retry-After (RFC 9110, 10.2.3): seconds, or a date. */
function headerSeconds(headers: Headers): number | undefined {
  const text = headers.get('Retry-After') ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1000)
}
