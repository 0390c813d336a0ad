import { reasonOfFailure } from '#modules/llm/openai/failures/failure-table.js'
import type { ProviderFailure } from '#modules/llm/openai/failures/provider-failure.js'
import type { Feature, ProviderOptions, RefusedOption } from './provider-options.js'

/** How an error names a rejected feature. The first row that matches decides. */
interface RefusalRow {
  readonly feature: Feature
  /** The options to which the row applies; it matches only if one of them was sent. */
  readonly sent: readonly string[]
  /** Parts of the parameter's name and the message, in lower case. */
  readonly words: readonly string[]
  /** The options that count as rejected. Default: the one that was sent. */
  readonly refused?: readonly string[]
}

const schemas = ['strict_schema', 'schema']

const rows: readonly RefusalRow[] = [
  { feature: 'streamUsage', sent: ['sent'], words: ['stream_options'] },
  { feature: 'safetyIdentifier', sent: ['sent'], words: ['safety_identifier'] },
  {
    feature: 'moderation',
    sent: ['sent'],
    // Not the bare word: a rejected prompt is often said to be found by moderation.
    words: [
      "'moderation'",
      "'moderation.",
      '"moderation"',
      '`moderation`',
      'supplied: moderation',
      'parameter: moderation'
    ]
  },
  { feature: 'temperature', sent: ['sent'], words: ['temperature'] },
  {
    feature: 'reasoningEffort',
    sent: ['sent'],
    words: [
      'reasoning_effort',
      'reasoning.effort',
      'reasoning effort',
      'support thinking',
      'thinking level'
    ]
  },
  {
    feature: 'tokenLimit',
    sent: ['max_completion_tokens'],
    words: ['max_completion_tokens']
  },
  { feature: 'tokenLimit', sent: ['max_tokens'], words: ['max_tokens'] },
  {
    feature: 'structuredOutput',
    sent: [...schemas, 'json_object'],
    words: ["must be 'text'"],
    refused: [...schemas, 'json_object']
  },
  {
    feature: 'structuredOutput',
    sent: ['strict_schema'],
    words: ['additionalproperties', 'strict', 'response_schema']
  },
  {
    feature: 'structuredOutput',
    sent: schemas,
    words: ['response_format', 'json_schema', 'response_schema', 'structured output'],
    refused: schemas
  },
  {
    feature: 'structuredOutput',
    sent: ['json_object'],
    words: ['response_format', 'json_object', 'json mode']
  },
  {
    feature: 'instructions',
    sent: ['system'],
    words: [
      'developer instruction',
      'system instruction',
      'system role',
      'role system',
      "role 'system'",
      "'system' role",
      'system message',
      'system prompt'
    ]
  }
]

const teachingStatuses: ReadonlySet<number> = new Set([400, 404, 422, 500])

/**
 * The options that a failure rejects; empty for another failure. A value that is too large does not
 * mean that the parameter is unknown.
 */
export function readRefusal(
  failure: ProviderFailure,
  sent: ProviderOptions
): readonly RefusedOption[] {
  if (!teachingStatuses.has(failure.status ?? 0)) return []
  if (reasonOfFailure(failure) === 'upstream_context_too_long') return []
  const about = `'${failure.param ?? ''}' ${failure.message}`.toLowerCase()
  if (about.includes('too large') || about.includes('too long')) return []
  const row = rows.find(
    ({ feature, sent: options, words }) =>
      options.includes(sent[feature]) && words.some(word => about.includes(word))
  )
  if (row === undefined) return []
  const { feature, refused = [sent[feature]] } = row
  return refused.map(option => ({ feature, option }))
}
