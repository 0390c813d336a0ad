import type { ChatCompletion, CompletionUsage } from 'openai/resources'
import type { CompletionRequest, TokenUsage } from '#modules/llm/language-model.js'
import { countTokens } from '#modules/llm/usage/token-count.js'

/** The tokens the server reported; where it reported none, our own count. */
export function readUsage(
  answer: ChatCompletion,
  { messages }: CompletionRequest,
  text: string
): TokenUsage {
  const { usage } = answer
  return usage ? reportedUsage(usage) : estimatedUsage(messages, countTokens(text))
}

export function reportedUsage(usage: CompletionUsage): TokenUsage {
  return {
    promptTokens: usage.prompt_tokens,
    cachedPromptTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    cacheWriteTokens: usage.prompt_tokens_details?.cache_write_tokens ?? 0,
    completionTokens: usage.completion_tokens,
    reported: true
  }
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
