import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import {
  BulkheadRejectedError,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
  type IPolicy
} from 'cockatiel'
import { appConfig } from '#core/config/app.config.js'
import { TurnQueue } from '#core/lifecycle/turn-queue.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { AiError } from '#modules/llm/ai-error.js'
import {
  LanguageModel,
  type Completion,
  type CompletionCall,
  type CompletionRequest
} from '#modules/llm/language-model.js'
import { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import { FailedAttempt } from './attempts/attempt.js'
import { abortReason } from './attempts/attempt-end.js'
import { AttemptMetrics } from './attempts/attempt-metrics.js'
import { AttemptRunner } from './attempts/attempt-runner.js'
import { RetryBudget } from './attempts/retry-budget.js'
import { CallBulkhead } from './call-bulkhead.js'
import { FallbackPolicy, type ModelContext } from './fallback-policy.js'
import { createModelPolicy, type ModelPolicy } from './model-policy.js'
import { PolicyMetrics } from './policy-metrics.js'
import { UntilAbortedPolicy } from './until-aborted-policy.js'

/** A caller that a full bulkhead rejects may try again after this time. */
const overloadedRetryMs = 2000

/** The language model with its policies: deadline, bulkhead, fallback, retries, circuit breaker. */
@Injectable()
export class ResilientLanguageModel extends LanguageModel {
  private readonly models: readonly ModelPolicy[]
  private readonly policy: IPolicy<ModelContext, FailedAttempt>
  private readonly attempts: AttemptRunner

  constructor(
    upstream: OpenAiLanguageModel,
    attemptMetrics: AttemptMetrics,
    metrics: PolicyMetrics,
    private readonly turns: TurnQueue,
    @Inject(llmConfig.KEY) settings: ConfigType<typeof llmConfig>,
    @Inject(appConfig.KEY) app: ConfigType<typeof appConfig>
  ) {
    super()
    this.models = [settings.OPENAI_MODEL, ...settings.OPENAI_FALLBACK_MODELS].map(model =>
      createModelPolicy(model, settings)
    )
    const bulkhead = new CallBulkhead(settings.AI_MAX_CONCURRENCY, settings.AI_QUEUE_LIMIT)
    const fallback = new FallbackPolicy(this.models)
    // The deadline of a single call; that of a whole story is in generation-deadline.ts.
    // Aggressive: a caller who disconnects does not wait for a queue or for a retry's backoff.
    const deadline = timeout(app.GENERATION_DEADLINE * 1000, {
      strategy: TimeoutStrategy.Aggressive,
      abortOnReturn: false
    })
    // UntilAbortedPolicy is inside the bulkhead too, so that an aborted call frees its place at once.
    // Retries, circuit breaker and attempt timeout are per model: see model-policy.ts.
    this.policy = wrap(deadline, bulkhead, new UntilAbortedPolicy(), fallback)
    this.attempts = new AttemptRunner(upstream, attemptMetrics, new RetryBudget(), {
      maxRetries: settings.OPENAI_MAX_RETRIES,
      baseUrl: settings.OPENAI_BASE_URL
    })
    metrics.watchCalls(bulkhead, fallback)
    for (const modelPolicy of this.models) metrics.watchModel(modelPolicy)
  }

  /** The models whose circuit breaker is not closed, for health. */
  get unhealthyModels(): readonly string[] {
    return this.models.filter(({ breaker }) => breaker.state !== 'closed').map(({ model }) => model)
  }

  async complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
    const result = await this.execute(request, call)
    if (result instanceof FailedAttempt) throw result.failure
    // What follows takes a millisecond of this process: answers that arrive together would block it.
    await this.turns.continue()
    return result
  }

  private async execute(
    request: CompletionRequest,
    call: CompletionCall
  ): Promise<Completion | FailedAttempt> {
    const failures = new Set<string>()
    try {
      return await this.policy.execute(
        ({ model, signal, attempt: retries }) =>
          this.attempts.run({ model, request, call, signal, retries, failures }),
        call.signal
      )
    } catch (error) {
      throw callFailure(error, call.signal)
    }
  }
}

/** An error of the policies as the error that the caller gets. */
function callFailure(error: unknown, caller: AbortSignal): unknown {
  if (caller.aborted) return abortReason(error, caller)
  if (error instanceof BulkheadRejectedError) {
    return new AiError('bulkhead_full', { cause: error, retryAfterMs: overloadedRetryMs })
  }
  return error instanceof TaskCancelledError ? new AiError('deadline', { cause: error }) : error
}
