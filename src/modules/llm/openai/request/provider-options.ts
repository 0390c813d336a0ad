/**
 * The ways in which a request may be worded, by feature: the best first. The last of each is what
 * every server takes, so it is never refused.
 */
export const optionsOf = {
  structuredOutput: ['strict_schema', 'schema', 'json_object', 'none'],
  tokenLimit: ['max_completion_tokens', 'max_tokens', 'none'],
  temperature: ['sent', 'omitted'],
  streamUsage: ['sent', 'omitted'],
  /** Instructions as a message of their own, or in front of the user's first one. */
  instructions: ['system', 'user']
} as const

export type Feature = keyof typeof optionsOf
export type OptionOf<F extends Feature> = (typeof optionsOf)[F][number]

/** One option for each feature. */
export type ProviderOptions = { readonly [F in Feature]: OptionOf<F> }

/** An option that a server did not take. */
export interface RefusedOption {
  readonly feature: Feature
  readonly option: string
}

/**
 * The options to send: for each feature the preferred one, or, where that was refused, the first
 * that was not.
 */
export function chooseOptions(
  preferred: ProviderOptions,
  refused: readonly RefusedOption[]
): ProviderOptions {
  const isRefused = (feature: Feature, option: string): boolean =>
    refused.some(one => one.feature === feature && one.option === option)
  const choose = <F extends Feature>(feature: F): OptionOf<F> => {
    const options: readonly OptionOf<F>[] = optionsOf[feature]
    const from = options.indexOf(preferred[feature])
    // A server with another name for the same thing may know an earlier one.
    const order = [...options.slice(from, -1), ...options.slice(0, from), ...options.slice(-1)]
    return order.find(option => !isRefused(feature, option)) ?? preferred[feature]
  }
  return {
    structuredOutput: choose('structuredOutput'),
    tokenLimit: choose('tokenLimit'),
    temperature: choose('temperature'),
    streamUsage: choose('streamUsage'),
    instructions: choose('instructions')
  }
}
