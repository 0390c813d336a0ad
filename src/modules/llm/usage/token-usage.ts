import type { CompletionRequest, TokenUsage } from '#modules/llm/language-model.js'
import type { ReportedUsage } from './reported-usage.js'
import { countTokens } from './token-count.js'

/** A count above this multiple of the attempt's upper limit is an error of the server. */
const plausibleFactor = 10
/** Reasoning may exceed the requested limit. */
const plausibleReasoning = 100_000

/** The counts that replace missing or implausible ones. */
interface Attempt {
  readonly messages: CompletionRequest['messages']
  /** Upper limits of the attempt. */
  readonly worstCase: TokenUsage
  /** Counted tokens of the answer. */
  readonly countCompletion: () => number
}

/**
 * The usage that an attempt is charged for: as reported, or counted where a number is missing or
 * implausible. In the second case `reported` is false.
 */
export function toTokenUsage(
  usage: ReportedUsage | undefined,
  { messages, worstCase, countCompletion }: Attempt
): TokenUsage {
  const promptTokens = atMost(plausibleFactor * worstCase.promptTokens, usage?.promptTokens)
  const completionTokens = atMost(
    plausibleFactor * worstCase.completionTokens + plausibleReasoning,
    usage?.completionTokens
  )
  if (usage === undefined || promptTokens === undefined || completionTokens === undefined) {
    const estimated = estimatedUsage(messages, completionTokens ?? countCompletion())
    return promptTokens === undefined ? estimated : { ...estimated, promptTokens }
  }
  const { cachedPromptTokens, cacheWriteTokens } = usage
  return { promptTokens, cachedPromptTokens, cacheWriteTokens, completionTokens, reported: true }
}

function atMost(most: number, count: number | undefined): number | undefined {
  return count !== undefined && count <= most ? count : undefined
}

/** Usage with the counted tokens of the request. */
export function estimatedUsage(
  messages: CompletionRequest['messages'],
  completionTokens: number
): TokenUsage {
  return {
    promptTokens: countTokens(messages.map(({ content }) => content).join('\n')),
    cachedPromptTokens: 0,
    cacheWriteTokens: 0,
    completionTokens,
    reported: false
  }
}
