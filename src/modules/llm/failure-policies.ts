import type { ErrorCode } from '#core/errors/error-codes.js'

/** How the service reacts to one kind of failure of the provider or of the connection to it. */
export interface FailurePolicy {
  /** Error code of the response; its status and `retryable` come from the error catalogue. */
  readonly code: Extract<ErrorCode, `AI_${string}` | 'SERVICE_OVERLOADED'>
  /** Whether the same attempt may be retried. */
  readonly transient: boolean
  /** Retries at most, where fewer than `OPENAI_MAX_RETRIES` are useful. */
  readonly maxRetries?: number
  /** Whether the circuit breaker counts it. Rate limits and refused requests do not mean an outage. */
  readonly breaker: boolean
  /** Whether another model may be tried. */
  readonly fallback: boolean
  /** Whether the caller may retry later, where that differs from the error catalogue. */
  readonly retryable?: boolean
  /** For the caller, where the message of the code would be read as a passing fault. */
  readonly message?: string
  /** What the provider bills: nothing, the reported tokens, or an unknown amount. */
  readonly charged: 'no' | 'reported' | 'unknown'
}

const passing = { transient: true, breaker: true, fallback: true } as const
const final = { transient: false, breaker: false, fallback: false } as const

const operatorMust = (what: string): string =>
  `${what}; trying again does not help until the operator of this service corrects it`

/** Every reason for which an attempt can fail. The response has it in `details.reason`. */
export const failurePolicies = {
  connection_failed: { code: 'AI_UNAVAILABLE', ...passing, charged: 'no' },
  connection_timeout: { code: 'AI_UNAVAILABLE', ...passing, charged: 'no' },
  name_not_resolved: { code: 'AI_UNAVAILABLE', ...passing, charged: 'no' },
  tls_failed: { code: 'AI_UNAVAILABLE', ...passing, transient: false, charged: 'no' },
  connection_lost: { code: 'AI_UNAVAILABLE', ...passing, charged: 'unknown' },
  upstream_silent: { code: 'AI_TIMEOUT', ...passing, charged: 'unknown' },
  attempt_timeout: { code: 'AI_TIMEOUT', ...passing, transient: false, charged: 'unknown' },
  deadline: { code: 'AI_TIMEOUT', ...final, charged: 'unknown' },
  upstream_request_timeout: { code: 'AI_UNAVAILABLE', ...passing, breaker: false, charged: 'no' },
  upstream_conflict: { code: 'AI_UNAVAILABLE', ...passing, breaker: false, charged: 'no' },
  upstream_server_error: { code: 'AI_UNAVAILABLE', ...passing, charged: 'no' },
  upstream_rate_limit: { code: 'AI_UNAVAILABLE', ...passing, breaker: false, charged: 'no' },
  upstream_quota_exhausted: {
    code: 'AI_UNAVAILABLE',
    ...final,
    retryable: false,
    message: operatorMust('The quota of this service at the language model is used up'),
    charged: 'no'
  },
  upstream_credentials_refused: {
    code: 'AI_SERVICE_ERROR',
    ...final,
    message: operatorMust('The language model refuses the credential of this service'),
    charged: 'no'
  },
  upstream_model_unknown: {
    code: 'AI_SERVICE_ERROR',
    ...final,
    fallback: true,
    message: operatorMust('The provider does not know the language model of this service'),
    charged: 'no'
  },
  upstream_context_too_long: {
    code: 'AI_SERVICE_ERROR',
    ...final,
    fallback: true,
    message: 'The story is too long for the language model; ask for a shorter one',
    charged: 'no'
  },
  upstream_refused_request: { code: 'AI_SERVICE_ERROR', ...final, charged: 'no' },
  upstream_unspecified: {
    code: 'AI_UNAVAILABLE',
    ...passing,
    breaker: false,
    maxRetries: 1,
    charged: 'no'
  },
  upstream_answer_unreadable: {
    code: 'AI_SERVICE_ERROR',
    ...passing,
    retryable: true,
    charged: 'unknown'
  },
  upstream_answer_invalid: {
    code: 'AI_SERVICE_ERROR',
    ...passing,
    breaker: false,
    maxRetries: 1,
    charged: 'unknown'
  },
  upstream_answer_too_large: {
    code: 'AI_SERVICE_ERROR',
    ...final,
    fallback: true,
    charged: 'unknown'
  },
  model_not_allowed: { code: 'AI_SERVICE_ERROR', ...final, charged: 'reported' },
  truncated_for_good: {
    code: 'AI_SERVICE_ERROR',
    ...final,
    message: 'The language model stopped before the end of the story; ask for a shorter one',
    charged: 'reported'
  },
  endless_repetition: {
    code: 'AI_SERVICE_ERROR',
    ...final,
    message: 'The language model repeated itself without end; try again or change the keywords',
    charged: 'unknown'
  },
  wrong_language: {
    code: 'AI_SERVICE_ERROR',
    ...final,
    message: 'The language model wrote in another language; try again or choose another language',
    charged: 'unknown'
  },
  no_story_in_answer: { code: 'AI_SERVICE_ERROR', ...final, charged: 'reported' },
  refusal: { code: 'AI_REFUSED', ...final, charged: 'reported' },
  content_filter: { code: 'AI_REFUSED', ...final, charged: 'reported' },
  breaker_open: { code: 'AI_UNAVAILABLE', ...final, fallback: true, charged: 'no' },
  bulkhead_full: { code: 'SERVICE_OVERLOADED', ...final, charged: 'no' }
} as const satisfies Record<string, FailurePolicy>

export type Reason = keyof typeof failurePolicies
