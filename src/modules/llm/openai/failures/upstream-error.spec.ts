import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { AiError } from '#modules/llm/ai-error.js'
import { failurePolicies, type Reason } from '#modules/llm/failure-policies.js'
import {
  AnswerLost,
  AnswerTooLarge,
  AnswerUnreadable,
  UpstreamIdle
} from '#modules/llm/openai/response/body/answer-errors.js'
import { toAiError } from './upstream-error.js'

function status(code: number, body: object = {}, headers: Record<string, string> = {}): APIError {
  return APIError.generate(code, { error: body }, undefined, new Headers(headers))
}

function transport(code: string): APIConnectionError {
  return new APIConnectionError({ cause: Object.assign(new Error('low level'), { code }) })
}

describe('toAiError', () => {
  it.each<[string, unknown, Reason]>([
    ['400', status(400), 'upstream_refused_request'],
    [
      '400 of context length',
      status(400, { code: 'context_length_exceeded' }),
      'upstream_context_too_long'
    ],
    ['401', status(401), 'upstream_credentials_refused'],
    ['402', status(402), 'upstream_quota_exhausted'],
    ['403', status(403), 'upstream_credentials_refused'],
    ['404', status(404), 'upstream_model_unknown'],
    ['408', status(408), 'upstream_request_timeout'],
    ['409', status(409), 'upstream_conflict'],
    ['413', status(413), 'upstream_context_too_long'],
    ['422', status(422), 'upstream_refused_request'],
    ['429', status(429), 'upstream_rate_limit'],
    [
      '429 of quota by code',
      status(429, { code: 'insufficient_quota' }),
      'upstream_quota_exhausted'
    ],
    [
      '429 of quota by type',
      status(429, { type: 'insufficient_quota' }),
      'upstream_quota_exhausted'
    ],
    ['500', status(500), 'upstream_server_error'],
    ['502', status(502), 'upstream_server_error'],
    ['503', status(503), 'upstream_server_error'],
    ['504', status(504), 'upstream_server_error'],
    ['529', status(529), 'upstream_server_error'],
    ['a refused connection', transport('ECONNREFUSED'), 'connection_failed'],
    ['a reset before the answer', transport('ECONNRESET'), 'connection_failed'],
    ['a host that cannot be reached', transport('EHOSTUNREACH'), 'connection_failed'],
    ['a connection timeout', new APIConnectionTimeoutError(), 'connection_timeout'],
    ['an unknown host name', transport('ENOTFOUND'), 'name_not_resolved'],
    ['a name server that does not respond', transport('EAI_AGAIN'), 'name_not_resolved'],
    ['an expired certificate', transport('CERT_HAS_EXPIRED'), 'tls_failed'],
    ['a self-signed certificate', transport('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls_failed'],
    ['a chain that cannot be verified', transport('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls_failed'],
    ['no TLS at all', transport('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls_failed'],
    ['a cut stream', new TypeError('terminated'), 'connection_lost'],
    [
      'a socket closed in the middle',
      Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }),
      'connection_lost'
    ],
    ['silence', new UpstreamIdle(), 'upstream_silent'],
    ['a body that is not JSON', new AnswerUnreadable(), 'upstream_answer_unreadable'],
    [
      'a connection that fails in the middle',
      new AnswerLost(new Error('reset')),
      'connection_lost'
    ],
    ['a body without end', new AnswerTooLarge('answer'), 'upstream_answer_too_large'],
    ['an error of fetch before the response', transport('UPSTREAM_IDLE'), 'upstream_silent'],
    [
      'an error in the midst of a stream',
      new APIError(undefined, { code: 'insufficient_quota' }, undefined, new Headers()),
      'upstream_quota_exhausted'
    ],
    ['a value that is not an error', 'thrown text', 'connection_lost']
  ])('maps %s to %j', (_, thrown, reason) => {
    expect(toAiError(thrown)).toMatchObject({ reason, details: { reason } })
  })

  it('returns an AiError unchanged', () => {
    const error = new AiError('refusal')
    expect(toAiError(error)).toBe(error)
  })

  it('keeps the Retry-After of the provider', () => {
    const error = toAiError(status(503, {}, { 'retry-after': '12' }))
    expect(error).toMatchObject({ retryAfterMs: 12_000, retryAfterSeconds: 12 })
  })

  it('keeps the error codes for the log, but not the message of the provider', () => {
    const error = toAiError(
      status(400, { message: 'canary prompt', code: 'bad_request', param: 'x' })
    )
    expect(String(error.cause)).toBe('Error: the provider answered 400, code bad_request, param x')
  })
})

describe('The table of failure policies', () => {
  const rows = Object.entries(failurePolicies)

  it('maps every reason to one policy', () => {
    const table = rows.map(([reason, row]) =>
      [
        reason,
        row.code,
        new AiError(reason as Reason).retryable ? 'retryable' : 'final',
        row.transient ? 'tried again' : '',
        row.breaker ? 'breaker' : '',
        row.fallback ? 'fallback' : '',
        `charged ${row.charged}`
      ]
        .filter(word => word !== '')
        .join(', ')
    )
    expect(table).toMatchSnapshot()
  })

  it('never retries a refusal, and never counts one for the circuit breaker', () => {
    for (const [, row] of rows.filter(([, { code }]) => code === 'AI_REFUSED')) {
      expect(row).toMatchObject({ transient: false, breaker: false, fallback: false })
    }
  })
})
