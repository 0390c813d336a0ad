import { reasonOfFailure, type FailureReason } from './failure-table.js'
import { readFailure } from './provider-failure.js'

function reason(status: number | undefined, body: unknown): FailureReason | undefined {
  const failure = readFailure(body, status)
  return failure && reasonOfFailure(failure)
}

const error = (fields: object): object => ({ error: fields })

describe('A failure of a provider', () => {
  it.each<[FailureReason, string, number | undefined, unknown]>([
    ['upstream_quota_exhausted', 'by code', 429, error({ code: 'insufficient_quota' })],
    ['upstream_quota_exhausted', 'by type', 429, error({ type: 'exceeded_current_quota_error' })],
    ['upstream_quota_exhausted', 'by status', 402, error({ message: 'Top up' })],
    ['upstream_quota_exhausted', 'by a code in a 200', undefined, error({ code: 402 })],
    [
      'upstream_quota_exhausted',
      'by words',
      403,
      error({ message: 'Your account is suspended due to insufficient balance' })
    ],
    ['upstream_rate_limit', 'by status', 429, error({ message: 'slow down' })],
    ['upstream_rate_limit', 'in a 200, digits as text', undefined, error({ code: '429' })],
    [
      'upstream_rate_limit',
      'of Gemini, whose words are those of a quota',
      429,
      [
        error({
          code: 429,
          message: 'You exceeded your current quota',
          status: 'RESOURCE_EXHAUSTED'
        })
      ]
    ],
    ['content_filter', 'by code', 400, error({ code: 'content_filter', param: 'prompt' })],
    [
      'content_filter',
      'by an inner code',
      400,
      error({ innererror: { code: 'ResponsibleAIPolicyViolation' } })
    ],
    ['content_filter', 'by words of a 403', 403, error({ message: 'Your input was flagged' })],
    ['upstream_context_too_long', 'by code', 400, error({ code: 'context_length_exceeded' })],
    ['upstream_context_too_long', 'by status', 413, 'Request too large'],
    [
      'upstream_context_too_long',
      'by words at the top of the body',
      400,
      { object: 'error', message: "This model's maximum context length is 512 tokens.", code: 400 }
    ],
    ['upstream_model_unknown', 'by status', 404, error({ message: 'no such model' })],
    ['upstream_model_unknown', 'by words', 400, error({ message: 'x is not a valid model ID' })],
    ['upstream_answer_invalid', 'by code', 400, error({ code: 'json_validate_failed' })],
    [
      'upstream_answer_invalid',
      'by words of a 500',
      500,
      error({ message: 'The output does not match the expected peg-native format' })
    ],
    [
      'upstream_unspecified',
      'by words',
      400,
      error({ message: 'Provider returned error', code: 400 })
    ],
    ['upstream_credentials_refused', 'by status', 401, 'nginx'],
    ['upstream_credentials_refused', 'for its country', 403, error({ message: 'Not supported' })],
    ['upstream_conflict', 'by status', 409, undefined],
    ['upstream_request_timeout', 'by status', 408, undefined],
    ['upstream_server_error', 'by status', 503, '<html>'],
    ['upstream_server_error', 'by a status of a gateway', 529, undefined],
    ['upstream_server_error', 'without a status', undefined, error({ message: 'overloaded' })],
    ['upstream_server_error', 'as a string', undefined, { error: 'no slot' }],
    ['upstream_refused_request', 'by status', 400, { detail: [{ loc: ['body', 'seed'] }] }]
  ])('is %s, %s', (wanted, _, status, body) => {
    const failure = readFailure(body, status) ?? {
      status,
      code: undefined,
      type: undefined,
      param: undefined,
      message: '',
      retryAfterMs: undefined
    }
    expect(reasonOfFailure(failure)).toBe(wanted)
  })

  it('includes the retry delay of Google’s format', () => {
    const details = [{ '@type': 'RetryInfo', retryDelay: '2.5s' }]
    expect(readFailure([error({ code: 429, details })], 429)?.retryAfterMs).toBe(2500)
  })

  it.each([[{ choices: [] }], [{ error: null }], [{ error: '' }], ['text'], [null], [[]]])(
    'is not found in %j',
    body => {
      expect(reason(undefined, body)).toBeUndefined()
    }
  )
})
