import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { AiError } from '#modules/llm/ai-error.js'
import type { Reason } from '#modules/llm/failure-policies.js'
import { reasonOfFailure } from './failure-table.js'
import { readFailure, type ProviderFailure } from './provider-failure.js'
import { readRetryAfter } from './retry-after.js'

/** Converts an error of the SDK or the connection to an AiError with a reason of `failurePolicies`. */
export function toAiError(error: unknown): AiError {
  if (error instanceof AiError) return error
  const retryAfterMs = error instanceof APIError ? readRetryAfter(error.headers) : undefined
  return new AiError(reasonOf(error), { cause: causeOf(error), retryAfterMs })
}

function reasonOf(error: unknown): Reason {
  if (error instanceof APIError) {
    const failure = failureOf(error)
    if (failure !== undefined) return reasonOfFailure(failure)
  }
  const codes = codesOf(error)
  const known = codes.map(code => reasonsOfCodes[code]).find(reason => reason !== undefined)
  if (known !== undefined) return known
  if (codes.some(code => /^(ENOTFOUND|EAI_)/.test(code))) return 'name_not_resolved'
  if (codes.some(code => /CERT|^ERR_(TLS|SSL)|SIGNATURE$/.test(code))) return 'tls_failed'
  if (error instanceof APIConnectionTimeoutError) return 'connection_timeout'
  return error instanceof APIConnectionError ? 'connection_failed' : 'connection_lost'
}

/** Error codes of provider-fetch.ts. */
const reasonsOfCodes: Readonly<Record<string, Reason | undefined>> = {
  UPSTREAM_ANSWER_LOST: 'connection_lost',
  UPSTREAM_ANSWER_TOO_LARGE: 'upstream_answer_too_large',
  UPSTREAM_ANSWER_UNREADABLE: 'upstream_answer_unreadable',
  UPSTREAM_IDLE: 'upstream_silent'
}

/** Undefined if the connection failed, so that there is no response. */
export function failureOf({ status, error }: APIError): ProviderFailure | undefined {
  const body: unknown = error === undefined ? {} : { error }
  return readFailure(body, status)
}

/** The codes of an error and of its causes. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  for (let link = error; link instanceof Error; link = link.cause) {
    if ('code' in link && typeof link.code === 'string') codes.push(link.code)
  }
  return codes
}

/**
 * Only the provider's codes are logged, because its message may quote the prompt or a key. A code must
 * have the form of one, because some servers put arbitrary text there.
 */
function causeOf(error: unknown): unknown {
  const failure = error instanceof APIError ? failureOf(error) : undefined
  if (!(error instanceof APIError) || failure === undefined) return error
  const { status, code, type, param } = failure
  const { requestID } = error
  const facts = Object.entries({ code, type, param, request: requestID })
    .filter(([name, value]) => typeof value === 'string' && forms[name]?.test(value))
    .map(([name, value]) => `, ${name} ${value}`)
  return new Error(`the provider answered ${String(status ?? 'an error')}${facts.join('')}`)
}

/** A code has several parts and no digits, so that neither an API key nor a word of a prompt matches. */
const forms: Readonly<Record<string, RegExp>> = {
  code: /^[a-z]+(_[a-z]+)+$/,
  type: /^[a-z]+(_[a-z]+)+$/,
  param: /^[a-z_]{1,40}([.[][a-z0-9_\]]{1,40}){0,4}$/,
  request: /^(req[_-][A-Za-z0-9_-]{1,64}|[0-9a-f-]{36})$/
}
