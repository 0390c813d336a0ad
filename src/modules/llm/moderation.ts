import { Injectable } from '@nestjs/common'
import { BrokenCircuitError } from 'cockatiel'
import OpenAI from 'openai'
import { Settings } from '#core/config/settings.js'
import { withDeadline } from '#core/context/deadline.js'
import { AiError } from './ai-error.js'
import { tracedModeration } from './call-spans.js'
import { modelBreaker, type ModelBreaker } from './model-breaker.js'
import { PolicyMetrics } from './policy-metrics.js'
import { toAiError } from './upstream-error.js'

/** Scores from 0 to 1 by the provider's category names, such as `violence/graphic`. */
export type ModerationScores = Readonly<Record<string, number>>

/** An answer that takes longer would cost the story its deadline. */
const answerWithinMs = 10_000

/**
 * The provider's moderation endpoint, behind a breaker of its own, so that one that is down does not
 * make every story wait for it. What to do when it fails is not decided here.
 */
@Injectable()
export class Moderation {
  private readonly breaker: ModelBreaker

  constructor(
    private readonly client: OpenAI,
    private readonly settings: Settings,
    metrics: PolicyMetrics
  ) {
    this.breaker = modelBreaker(settings)
    metrics.watch(settings.MODERATION_MODEL, this.breaker)
  }

  /** @throws AiError, or the signal's reason when it was aborted */
  score(text: string, signal: AbortSignal): Promise<ModerationScores> {
    const { MODERATION_MODEL: model, OPENAI_BASE_URL: baseUrl } = this.settings
    return tracedModeration({ model, baseUrl }, () => this.guarded(text, signal))
  }

  private async guarded(text: string, signal: AbortSignal): Promise<ModerationScores> {
    try {
      return await this.breaker.execute(() =>
        withDeadline(answerWithinMs, signal, limited => this.ask(text, signal, limited))
      )
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error
      throw new AiError('breaker_open', { cause: error, retryAfterMs: this.breaker.trialInMs })
    }
  }

  private async ask(
    text: string,
    signal: AbortSignal,
    limited: AbortSignal
  ): Promise<ModerationScores> {
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
