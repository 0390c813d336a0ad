/**
 * The options of each feature, in order of preference. Every server accepts the last one, so it is
 * never recorded as refused.
 */
export const optionsOf = {
  structuredOutput: ['strict_schema', 'schema', 'json_object', 'none'],
  tokenLimit: ['max_completion_tokens', 'max_tokens', 'none'],
  temperature: ['sent', 'omitted'],
  reasoningEffort: ['sent', 'omitted'],
  streamUsage: ['sent', 'omitted'],
  safetyIdentifier: ['sent', 'omitted'],
  /** Moderation scores in the response. */
  moderation: ['sent', 'omitted'],
  /** Instructions as a separate message, or in the first user message. */
  instructions: ['system', 'user']
} as const

export type Feature = keyof typeof optionsOf
export type OptionOf<F extends Feature> = (typeof optionsOf)[F][number]

/** One option for each feature. */
export type ProviderOptions = { readonly [F in Feature]: OptionOf<F> }

/** An option that a server rejected. */
export interface RefusedOption {
  readonly feature: Feature
  readonly option: string
}

/**
 * The options to send: for each feature the preferred option, or the first one that is not refused.
 */
export function chooseOptions(
  preferred: ProviderOptions,
  refused: readonly RefusedOption[]
): ProviderOptions {
  const isRefused = (feature: Feature, option: string): boolean =>
    refused.some(one => one.feature === feature && one.option === option)
  const choose = <F extends Feature>(feature: F): OptionOf<F> => {
    const options: readonly OptionOf<F>[] = optionsOf[feature]
    const first = preferred[feature]
    const from = options.indexOf(first)
    // A server that rejects the preferred option may accept one that precedes it in the list.
    const order = [
      first,
      ...options.slice(from + 1, -1),
      ...options.slice(0, from),
      ...options.slice(-1)
    ]
    return order.find(option => !isRefused(feature, option)) ?? preferred[feature]
  }
  return {
    structuredOutput: choose('structuredOutput'),
    tokenLimit: choose('tokenLimit'),
    temperature: choose('temperature'),
    reasoningEffort: choose('reasoningEffort'),
    streamUsage: choose('streamUsage'),
    safetyIdentifier: choose('safetyIdentifier'),
    moderation: choose('moderation'),
    instructions: choose('instructions')
  }
}
