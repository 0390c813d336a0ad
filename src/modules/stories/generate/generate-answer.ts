import { currentContext } from '../../../core/context/request-context.js'
import type { Story } from './story.js'

/** The answer of `POST /generate`. Clients of the Python service read the first three fields. */
export interface GenerateAnswer {
  readonly title: string
  readonly content: string
  readonly keywords_used: readonly string[]
  readonly id: string
  readonly keywords_missing: readonly string[]
  readonly word_count: number
  readonly model: string
  readonly cached: boolean
  readonly usage: {
    readonly prompt_tokens: number
    readonly completion_tokens: number
    readonly total_tokens: number
  }
  readonly cost_usd: number
  readonly correlation_id: string
}

export function toGenerateAnswer(story: Story): GenerateAnswer {
  const { promptTokens, completionTokens, totalTokens, costUsd } = story.bill
  return {
    title: story.title,
    content: story.content,
    keywords_used: story.keywordsUsed,
    id: story.id,
    keywords_missing: story.keywordsMissing,
    word_count: story.wordCount,
    model: story.model,
    cached: story.cached,
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: totalTokens
    },
    cost_usd: costUsd,
    correlation_id: currentContext()?.correlationId ?? ''
  }
}
