import type { CompletionRequest, TokenUsage } from '#modules/llm/language-model.js'
import type { ReportedUsage } from './reported-usage.js'
import { countTokens } from './token-count.js'

/** Counts beyond this many times what an attempt can take at most are a mistake of the server's. */
const plausibleFactor = 10
/** Gateways add instructions of their own, and models think longer than they are given room for. */
const plausibleMore = 100_000

/** What there is to count where the server reported nothing that can be believed. */
interface Attempt {
  readonly messages: CompletionRequest['messages']
  /** What the attempt could take at most, by our own limits. */
  readonly worstCase: TokenUsage
  /** Our own count of the answer. */
  readonly countCompletion: () => number
}

/**
 * What an attempt is charged for: as reported; each count that is missing or absurd is our own, and
 * then the usage is not `reported`.
 */
export function toTokenUsage(
  usage: ReportedUsage | undefined,
  { messages, worstCase, countCompletion }: Attempt
): TokenUsage {
  const promptTokens = plausible(usage?.promptTokens, worstCase.promptTokens)
  const completionTokens = plausible(usage?.completionTokens, worstCase.completionTokens)
  if (usage === undefined || promptTokens === undefined || completionTokens === undefined) {
    const estimated = estimatedUsage(messages, completionTokens ?? countCompletion())
    return promptTokens === undefined ? estimated : { ...estimated, promptTokens }
  }
  const { cachedPromptTokens, cacheWriteTokens } = usage
  return { promptTokens, cachedPromptTokens, cacheWriteTokens, completionTokens, reported: true }
}

function plausible(count: number | undefined, worstCase: number): number | undefined {
  const most = plausibleFactor * worstCase + plausibleMore
  return count !== undefined && count <= most ? count : undefined
}

/** Our own count of what was asked, beside so many tokens of an answer. */
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
