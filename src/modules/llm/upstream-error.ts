import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { AiError } from './ai-error.js'

/** What the provider's server or the way to it did, as the error that the caller is to see. */
export function toAiError(error: unknown): AiError {
  if (error instanceof AiError) return error
  if (wentSilent(error)) return silent(error)
  if (error instanceof APIConnectionTimeoutError) return unavailable('connection_timeout', error)
  if (error instanceof APIConnectionError) return unavailable('connection_failed', error)
  if (error instanceof APIError && typeof error.status === 'number') return fromStatus(error)
  if (error instanceof SyntaxError) return unusable('invalid_json', error)
  return unavailable('connection_lost', error)
}

function fromStatus(error: APIError): AiError {
  const status = error.status ?? 0
  if (status === 429) return fromTooMany(error)
  if (status === 401 || status === 403) return unusable('upstream_credentials_refused', error)
  if (status === 404) return unusable('upstream_model_unknown', error)
  if (status === 408 || status === 409 || status >= 500) {
    return unavailable(`upstream_status_${status}`, error)
  }
  return unusable('upstream_refused_request', error)
}

/** Quota does not come back by waiting a moment; a rate limit does. */
function fromTooMany(error: APIError): AiError {
  const quota = error.code === 'insufficient_quota' || error.type === 'insufficient_quota'
  if (quota) {
    return new AiError('AI_UNAVAILABLE', {
      reason: 'upstream_quota_exhausted',
      cause: causeOf(error)
    })
  }
  return unavailable('upstream_rate_limit', error)
}

function unavailable(reason: string, error: unknown): AiError {
  const retryAfterSeconds = retryAfter(error)
  return new AiError('AI_UNAVAILABLE', {
    reason,
    transient: true,
    cause: causeOf(error),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds })
  })
}

function unusable(reason: string, error: unknown): AiError {
  return new AiError('AI_SERVICE_ERROR', { reason, cause: causeOf(error) })
}

/** Nothing came within the silence limit: the connection may be dead, another may not be. */
function silent(error: unknown): AiError {
  return new AiError('AI_TIMEOUT', {
    reason: 'upstream_silent',
    transient: true,
    cause: causeOf(error)
  })
}

function wentSilent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'UND_ERR_BODY_TIMEOUT'
}

/** Whole seconds of a `Retry-After` header that holds seconds (RFC 9110, 10.2.3). */
function retryAfter(error: unknown): number | undefined {
  const header = error instanceof APIError ? error.headers?.get('retry-after') : undefined
  return header && /^\d{1,6}$/.test(header) ? Number(header) : undefined
}

/** The provider's own words may quote the prompt or a key, so only its codes are kept for the log. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof APIError) || error.status === undefined) return error
  const { status, code, type, param, requestID } = error
  const facts = Object.entries({ code, type, param, request: requestID })
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `, ${name} ${value}`)
  return new Error(`the provider answered ${String(status)}${facts.join('')}`)
}
