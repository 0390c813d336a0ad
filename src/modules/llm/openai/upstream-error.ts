import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { AiError } from '#modules/llm/ai-error.js'
import type { Reason } from '#modules/llm/failure-policies.js'
import { readRetryAfter } from './retry-after.js'

/** What the provider's server or the way to it did, as a row of the outcome table. */
export function toAiError(error: unknown): AiError {
  if (error instanceof AiError) return error
  const retryAfterMs = error instanceof APIError ? readRetryAfter(error.headers) : undefined
  return new AiError(reasonOf(error), { cause: causeOf(error), retryAfterMs })
}

function reasonOf(error: unknown): Reason {
  if (error instanceof APIError && typeof error.status === 'number') return ofStatus(error)
  if (error instanceof SyntaxError) return 'upstream_answer_unreadable'
  const codes = codesOf(error)
  if (codes.includes('UND_ERR_BODY_TIMEOUT')) return 'upstream_silent'
  if (codes.some(code => /^(ENOTFOUND|EAI_)/.test(code))) return 'name_not_resolved'
  if (codes.some(code => /CERT|^ERR_(TLS|SSL)|SIGNATURE$/.test(code))) return 'tls_failed'
  if (error instanceof APIConnectionTimeoutError) return 'connection_timeout'
  return error instanceof APIConnectionError ? 'connection_failed' : 'connection_lost'
}

function ofStatus({ status = 0, code, type }: APIError): Reason {
  switch (status) {
    case 401:
    case 403:
      return 'upstream_credentials_refused'
    case 404:
      return 'upstream_model_unknown'
    case 408:
      return 'upstream_request_timeout'
    case 409:
      return 'upstream_conflict'
    case 429: {
      // Quota does not come back by waiting a moment; a rate limit does.
      const quota = code === 'insufficient_quota' || type === 'insufficient_quota'
      return quota ? 'upstream_quota_exhausted' : 'upstream_rate_limit'
    }
    default:
      if (code === 'context_length_exceeded') return 'upstream_context_too_long'
      return status >= 500 ? 'upstream_server_error' : 'upstream_refused_request'
  }
}

/** The codes of an error and of all that caused it. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  for (let link = error; link instanceof Error; link = link.cause) {
    if ('code' in link && typeof link.code === 'string') codes.push(link.code)
  }
  return codes
}

/**
 * The provider's own words may quote the prompt or a key, so only its codes are kept for the log,
 * and only where they are of a code's form: compatible servers put all kinds of text there.
 */
function causeOf(error: unknown): unknown {
  if (!(error instanceof APIError) || error.status === undefined) return error
  const { status, code, type, param, requestID } = error
  const facts = Object.entries({ code, type, param, request: requestID })
    .filter(([name, value]) => typeof value === 'string' && forms[name]?.test(value))
    .map(([name, value]) => `, ${name} ${value}`)
  return new Error(`the provider answered ${String(status)}${facts.join('')}`)
}

/** Keys have digits and hyphens; a name of several parts is no word of a prompt. */
const forms: Readonly<Record<string, RegExp>> = {
  code: /^[a-z]+(_[a-z]+)+$/,
  type: /^[a-z]+(_[a-z]+)+$/,
  param: /^[a-z_]{1,40}([.[][a-z0-9_\]]{1,40}){0,4}$/,
  request: /^(req[_-][A-Za-z0-9_-]{1,64}|[0-9a-f-]{36})$/
}
