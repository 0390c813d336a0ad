import type { TokenUsage } from '#modules/llm/language-model.js'
import { readReportedUsage } from './reported-usage.js'
import { countTokens } from './token-count.js'
import { toTokenUsage } from './token-usage.js'

const messages = [{ role: 'user', content: 'A fox and a lantern, please.' }] as const
const prompt = countTokens(messages[0].content)
const worstCase: TokenUsage = {
  promptTokens: 100,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 500,
  reported: false
}

function usageOf(usage: unknown): TokenUsage {
  const attempt = { messages, worstCase, countCompletion: () => 42 }
  return toTokenUsage(readReportedUsage({ usage }, true), attempt)
}

const none = { cachedPromptTokens: 0, cacheWriteTokens: 0 }

describe('The usage that an attempt is charged for', () => {
  it.each<[string, unknown, TokenUsage]>([
    [
      'as reported',
      { prompt_tokens: 31, completion_tokens: 240, prompt_tokens_details: { cached_tokens: 8 } },
      { ...none, promptTokens: 31, cachedPromptTokens: 8, completionTokens: 240, reported: true }
    ],
    [
      'estimated when nothing is reported',
      undefined,
      { ...none, promptTokens: prompt, completionTokens: 42, reported: false }
    ],
    [
      'estimated for the missing half',
      { prompt_tokens: 31 },
      { ...none, promptTokens: 31, completionTokens: 42, reported: false }
    ],
    [
      'estimated when the reported prompt is impossibly long',
      { prompt_tokens: 31, completion_tokens: 240, prompt_tokens_details: { cached_tokens: 1001 } },
      { ...none, promptTokens: prompt, completionTokens: 240, reported: false }
    ]
  ])('is %s', (_, reported, wanted) => {
    expect(usageOf(reported)).toEqual(wanted)
  })
})
