import type { ProviderFailure } from './provider-failure.js'

/** What a provider's failure means to us. */
export type FailureReason =
  | 'content_filter'
  | 'upstream_answer_invalid'
  | 'upstream_conflict'
  | 'upstream_context_too_long'
  | 'upstream_credentials_refused'
  | 'upstream_unspecified'
  | 'upstream_model_unknown'
  | 'upstream_quota_exhausted'
  | 'upstream_rate_limit'
  | 'upstream_refused_request'
  | 'upstream_request_timeout'
  | 'upstream_server_error'

/** One row: it matches when everything that it names matches. */
interface FailureRow {
  /** Of the error's code or type, in lower case. */
  readonly names?: readonly string[]
  readonly statuses?: readonly number[]
  /** Parts of the message, in lower case. */
  readonly words?: readonly string[]
  readonly reason: FailureReason
}

const badRequest = [400, 404, 422]

/**
 * The first row that matches decides: codes and types before statuses, and words only within a status
 * that says too little. Collected from the documentation and public bug reports of the servers named
 * in docs/configuration.md.
 */
const rows: readonly FailureRow[] = [
  // Codes and types.
  {
    names: [
      'insufficient_quota',
      'exceeded_current_quota_error',
      'billing_not_active',
      'billing_hard_limit_reached',
      'insufficient_credits',
      'insufficient_balance'
    ],
    reason: 'upstream_quota_exhausted'
  },
  {
    names: [
      'content_filter',
      'invalid_prompt',
      'content_policy_violation',
      'responsibleaipolicyviolation',
      'data_inspection_failed'
    ],
    reason: 'content_filter'
  },
  {
    names: ['context_length_exceeded', 'exceed_context_size_error', 'string_above_max_length'],
    reason: 'upstream_context_too_long'
  },
  {
    names: ['model_not_found', 'model_decommissioned', 'deploymentnotfound', 'invalid_model'],
    reason: 'upstream_model_unknown'
  },
  { names: ['json_validate_failed'], reason: 'upstream_answer_invalid' },
  { names: ['rate_limit_exceeded', 'rate_limit_error'], reason: 'upstream_rate_limit' },
  { names: ['invalid_api_key', 'authentication_error'], reason: 'upstream_credentials_refused' },
  { names: ['overloaded_error', 'engine_overloaded'], reason: 'upstream_server_error' },

  // Statuses that words may refine.
  { statuses: [402], reason: 'upstream_quota_exhausted' },
  { statuses: [413], reason: 'upstream_context_too_long' },
  { statuses: [403], words: ['flagged', 'moderation'], reason: 'content_filter' },
  {
    statuses: [...badRequest, 403, 429],
    words: ['insufficient balance', 'insufficient credit', 'account is suspended'],
    reason: 'upstream_quota_exhausted'
  },
  { statuses: [401, 403], reason: 'upstream_credentials_refused' },
  {
    statuses: [...badRequest, 500],
    words: ['context length', 'context size', 'context window', 'prompt is too long'],
    reason: 'upstream_context_too_long'
  },
  {
    statuses: badRequest,
    words: ['content management policy', 'was flagged'],
    reason: 'content_filter'
  },
  {
    statuses: badRequest,
    words: ['model not exist', 'not a valid model', 'model does not exist', 'unknown model'],
    reason: 'upstream_model_unknown'
  },
  { statuses: badRequest, words: ['failed to generate json'], reason: 'upstream_answer_invalid' },
  // llama.cpp cannot parse what its model wrote: the prompt's fault, not the server's.
  {
    statuses: [500],
    words: ['does not match the expected', 'failed to parse tool call', 'failed to parse input'],
    reason: 'upstream_answer_invalid'
  },
  { statuses: [400], words: ['provider returned error'], reason: 'upstream_unspecified' },
  { statuses: [404], reason: 'upstream_model_unknown' },
  { statuses: [408], reason: 'upstream_request_timeout' },
  { statuses: [409], reason: 'upstream_conflict' },
  { statuses: [429], reason: 'upstream_rate_limit' }
]

/** The reason for a failure that a provider named; without any status it is a fault of its server. */
export function reasonOfFailure(failure: ProviderFailure): FailureReason {
  const names = new Set([failure.code, failure.type].map(name => name?.toLowerCase()))
  const message = failure.message.toLowerCase()
  const row = rows.find(
    ({ names: known, statuses, words }) =>
      (known === undefined || known.some(name => names.has(name))) &&
      (statuses === undefined || statuses.includes(failure.status ?? 0)) &&
      (words === undefined || words.some(word => message.includes(word)))
  )
  if (row !== undefined) return row.reason
  const { status = 500 } = failure
  return status >= 500 ? 'upstream_server_error' : 'upstream_refused_request'
}
