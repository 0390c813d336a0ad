import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { AiError } from './ai-error.js'
import { toAiError } from './upstream-error.js'

function status(code: number, body: object = {}, headers: Record<string, string> = {}): APIError {
  return APIError.generate(code, { error: body }, undefined, new Headers(headers))
}

describe('What the provider does', () => {
  it.each<[string, unknown, string, string, boolean]>([
    ['400', status(400), 'AI_SERVICE_ERROR', 'upstream_refused_request', false],
    ['401', status(401), 'AI_SERVICE_ERROR', 'upstream_credentials_refused', false],
    ['403', status(403), 'AI_SERVICE_ERROR', 'upstream_credentials_refused', false],
    ['404', status(404), 'AI_SERVICE_ERROR', 'upstream_model_unknown', false],
    ['408', status(408), 'AI_UNAVAILABLE', 'upstream_status_408', true],
    ['409', status(409), 'AI_UNAVAILABLE', 'upstream_status_409', true],
    ['422', status(422), 'AI_SERVICE_ERROR', 'upstream_refused_request', false],
    ['429', status(429), 'AI_UNAVAILABLE', 'upstream_rate_limit', true],
    [
      '429 of quota by code',
      status(429, { code: 'insufficient_quota' }),
      'AI_UNAVAILABLE',
      'upstream_quota_exhausted',
      false
    ],
    [
      '429 of quota by type',
      status(429, { type: 'insufficient_quota' }),
      'AI_UNAVAILABLE',
      'upstream_quota_exhausted',
      false
    ],
    ['500', status(500), 'AI_UNAVAILABLE', 'upstream_status_500', true],
    ['599', status(599), 'AI_UNAVAILABLE', 'upstream_status_599', true],
    [
      'a refused connection',
      new APIConnectionError({ cause: new Error() }),
      'AI_UNAVAILABLE',
      'connection_failed',
      true
    ],
    [
      'a connection that never stands',
      new APIConnectionTimeoutError(),
      'AI_UNAVAILABLE',
      'connection_timeout',
      true
    ],
    ['a cut stream', new TypeError('terminated'), 'AI_UNAVAILABLE', 'connection_lost', true],
    [
      'silence',
      Object.assign(new Error(), { code: 'UND_ERR_BODY_TIMEOUT' }),
      'AI_TIMEOUT',
      'upstream_silent',
      true
    ],
    ['a body that is not JSON', new SyntaxError(), 'AI_SERVICE_ERROR', 'invalid_json', false],
    ['something that is no error', 'thrown text', 'AI_UNAVAILABLE', 'connection_lost', true]
  ])('%s becomes %p', (_, thrown, code, reason, transient) => {
    expect(toAiError(thrown)).toMatchObject({ code, reason, transient, details: { reason } })
  })

  it('already told apart stays what it is', () => {
    const error = new AiError('AI_REFUSED', { reason: 'refusal' })
    expect(toAiError(error)).toBe(error)
  })

  it.each([
    ['12', 12],
    ['soon', undefined],
    ['', undefined]
  ])('with Retry-After %p is passed on as %p seconds', (header, seconds) => {
    const error = toAiError(status(503, {}, header === '' ? {} : { 'retry-after': header }))
    expect(error.retryAfterSeconds).toBe(seconds)
  })
})
