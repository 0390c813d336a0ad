import type { ProviderFailure } from './provider-failure.js'

/** The reason of a provider's failure, and the part of the request that it concerns. */
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

/** A row matches if each of its conditions matches. */
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
 * The first row that matches decides. Codes and types precede statuses; the message is only used where
 * the status is ambiguous. Collected from the documentation and public bug reports of the servers
 * named in docs/providers.md.
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

  // Ambiguous statuses, refined by the message.
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
  // llama.cpp returns 500 if it cannot parse the output of its model; that is no server failure.
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

/** The reason of a failure. A failure without a status counts as a server error. */
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
