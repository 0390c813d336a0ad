import { LearntRefusals } from './learnt-refusals.js'
import { readFailure } from '#modules/llm/openai/failures/provider-failure.js'
import { chooseOptions, optionsOf, type ProviderOptions } from './provider-options.js'
import { readRefusal } from './read-refusal.js'

const openai: ProviderOptions = {
  structuredOutput: 'strict_schema',
  tokenLimit: 'max_completion_tokens',
  temperature: 'sent',
  reasoningEffort: 'sent',
  streamUsage: 'sent',
  safetyIdentifier: 'sent',
  moderation: 'sent',
  instructions: 'system'
}
const compatible: ProviderOptions = { ...openai, tokenLimit: 'max_tokens' }

/** The options that are sent after a refusal. */
function after(
  error: unknown,
  sent: ProviderOptions = openai,
  status = 400
): Partial<ProviderOptions> {
  const failure = readFailure({ error }, status)
  const refusals = failure === undefined ? [] : readRefusal(failure, sent)
  const next = chooseOptions(sent, refusals)
  const changed = Object.entries(next).filter(([key, option]) => option !== Reflect.get(sent, key))
  return Object.fromEntries(changed)
}

describe('A refused parameter', () => {
  it.each<[string, unknown, ProviderOptions, Partial<ProviderOptions>]>([
    ['temperature', { param: 'temperature' }, openai, { temperature: 'omitted' }],
    [
      'an effort',
      'Invalid reasoning_effort: minimal. Valid values are: high, low, medium, none',
      openai,
      { reasoningEffort: 'omitted' }
    ],
    ['thinking', '"llama3.2" does not support thinking', openai, { reasoningEffort: 'omitted' }],
    [
      'stream options',
      { detail: [{ loc: ['body', 'stream_options'] }] },
      openai,
      { streamUsage: 'omitted' }
    ],
    [
      'the identifier of the owner',
      'Unsupported parameter: safety_identifier',
      openai,
      { safetyIdentifier: 'omitted' }
    ],
    [
      'moderation with the answer',
      'Unrecognized request argument supplied: moderation',
      openai,
      { moderation: 'omitted' }
    ],
    [
      'moderation with the answer, by its parameter',
      { param: 'moderation', message: 'Unknown parameter.' },
      openai,
      { moderation: 'omitted' }
    ],
    [
      'moderation with the answer, by a validator',
      { detail: [{ type: 'extra_forbidden', loc: ['body', 'moderation'] }] },
      openai,
      { moderation: 'omitted' }
    ],
    ['a prompt', 'Your prompt was flagged by our moderation system.', openai, {}],
    [
      'the new name of the token limit',
      'unknown field max_completion_tokens',
      openai,
      { tokenLimit: 'max_tokens' }
    ],
    [
      'the old name of the token limit',
      "'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
      compatible,
      { tokenLimit: 'max_completion_tokens' }
    ],
    [
      'a keyword of the schema',
      'Unknown name "additionalProperties" at response_schema',
      openai,
      { structuredOutput: 'schema' }
    ],
    ['any schema', 'json_schema is unavailable', openai, { structuredOutput: 'json_object' }],
    [
      'JSON mode',
      "json_object: 'response_format.type' must be 'json_schema' or 'text'",
      { ...openai, structuredOutput: 'json_object' },
      { structuredOutput: 'strict_schema' }
    ],
    [
      'any structured output',
      "'response_format.type' must be 'text'",
      openai,
      { structuredOutput: 'none' }
    ],
    [
      'the system role',
      { message: 'Developer instruction is not enabled for this model' },
      openai,
      { instructions: 'user' }
    ]
  ])('%s is the only option that changes', (_, error, sent, wanted) => {
    expect(after(error, sent)).toEqual(wanted)
  })

  it.each([
    ['a value that is too large', "'max_completion_tokens' is too large: 900", 400],
    ['a prompt that is too long', 'maximum context length; lower max_completion_tokens', 400],
    ['an account', 'your account is not active', 400],
    ['a rate limit', 'rate limit of temperature', 429]
  ])('is not learnt from a message about %s', (_, message, status) => {
    expect(after(message, openai, status)).toEqual({})
  })

  it('is not sent if it is known beforehand, even where the server accepts nothing else', () => {
    const preferred: ProviderOptions = {
      structuredOutput: 'none',
      tokenLimit: 'none',
      temperature: 'omitted',
      reasoningEffort: 'omitted',
      streamUsage: 'omitted',
      safetyIdentifier: 'omitted',
      moderation: 'omitted',
      instructions: 'user'
    }
    expect(chooseOptions(preferred, [])).toEqual(preferred)
  })

  it('is learnt from a 500 that names the parameter', () => {
    expect(after('response_format is not supported', openai, 500)).toEqual({
      structuredOutput: 'json_object'
    })
    expect(after('internal error', openai, 500)).toEqual({})
  })

  it('leads to a finite number of changes for any message of the server', () => {
    const message = Object.values(optionsOf).flat().join(' ') + ' response_format temperature'
    const refused = new LearntRefusals()
    let steps = 0
    for (; steps < 100; steps++) {
      const sent = chooseOptions(openai, refused.of('m'))
      const failure = readFailure({ error: message }, 400)
      const fresh = refused.add('m', failure ? readRefusal(failure, sent) : [])
      if (fresh.length === 0) break
    }
    expect(steps).toBeLessThan(12)
  })

  it('is remembered per model for a day', () => {
    let nowMs = 1_000
    const learnt = new LearntRefusals(() => nowMs)
    const refusal = { feature: 'temperature', option: 'sent' } as const
    const expiresAtMs = 1_000 + 24 * 3600 * 1000
    expect(learnt.add('a', [refusal])).toEqual([{ ...refusal, model: 'a', expiresAtMs }])
    expect(learnt.add('a', [refusal])).toEqual([])
    expect(learnt.of('b')).toEqual([])
    nowMs = expiresAtMs - 1
    expect(learnt.all).toHaveLength(1)
    nowMs = expiresAtMs
    expect(learnt.all).toEqual([])
  })
})
