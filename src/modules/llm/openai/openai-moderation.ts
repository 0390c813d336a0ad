import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import { llmConfig } from '#modules/llm/llm.config.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { ModerationScores } from '#modules/llm/moderation.js'
import { toAiError } from './failures/upstream-error.js'

/** One call of the provider's moderation endpoint. */
@Injectable()
export class OpenAiModeration {
  constructor(
    private readonly client: OpenAI,
    @Inject(llmConfig.KEY) private readonly settings: ConfigType<typeof llmConfig>
  ) {}

  /**
   * @param signal the signal of the request
   * @param limited the same signal with the timeout of this call
   * @throws AiError, or the signal's reason when it was aborted
   */
  async score(text: string, signal: AbortSignal, limited: AbortSignal): Promise<ModerationScores> {
    try {
      const body = { model: this.settings.MODERATION_MODEL, input: text }
      const answer = await this.client.moderations.create(body, { signal: limited })
      const scores = answer.results?.[0]?.category_scores
      if (scores === undefined) throw new AiError('upstream_answer_unreadable')
      return { ...scores }
    } catch (error) {
      signal.throwIfAborted()
      throw limited.aborted ? new AiError('attempt_timeout', { cause: error }) : toAiError(error)
    }
  }
}
