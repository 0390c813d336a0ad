import { AsyncLocalStorage } from 'node:async_hooks'
import { Injectable } from '@nestjs/common'
import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
  type BulkheadPolicy,
  type IPolicy
} from 'cockatiel'
import { Settings } from '#core/config/settings.js'
import { DeadlineExceeded } from '#core/context/deadline.js'
import { AppError } from '#core/errors/app-error.js'
import { AiError } from '#modules/llm/ai-error.js'
import { AttemptMetrics } from './attempt-metrics.js'
import { tracedChat } from '#modules/llm/call-spans.js'
import {
  LanguageModel,
  type AttemptEnd,
  type Completion,
  type CompletionCall,
  type CompletionRequest,
  type TokenUsage
} from '#modules/llm/language-model.js'
import { createModelPolicy, type ModelPolicy } from './model-policy.js'
import { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import { PolicyMetrics } from './policy-metrics.js'
import { estimatedUsage } from '#modules/llm/openai/read-usage.js'
import { RetryBudget } from './retry-budget.js'
import { retryDelay } from './retry-delay.js'
import { StreamedAnswer } from '#modules/llm/openai/streamed-answer.js'

/**
 * The language model with its policies. Around a whole call: one deadline and a bulkhead. For each
 * model in order, the fallbacks after the first: retries, a circuit breaker, a limit an attempt.
 */
@Injectable()
export class ResilientLanguageModel extends LanguageModel {
  private readonly modelPolicies: readonly ModelPolicy[]
  private readonly bulkhead: BulkheadPolicy
  private readonly deadline: IPolicy
  private readonly bulkheadWithDeadline: IPolicy
  private readonly budget = new RetryBudget()

  constructor(
    private readonly upstream: OpenAiLanguageModel,
    private readonly attempts: AttemptMetrics,
    private readonly metrics: PolicyMetrics,
    private readonly settings: Settings
  ) {
    super()
    const { OPENAI_MODEL, OPENAI_FALLBACK_MODELS } = settings
    this.modelPolicies = [OPENAI_MODEL, ...OPENAI_FALLBACK_MODELS].map(model =>
      createModelPolicy(model, settings)
    )
    this.bulkhead = bulkhead(settings.AI_MAX_CONCURRENCY, settings.AI_QUEUE_LIMIT)
    // Aggressive, so that a caller who leaves while waiting is let go at once.
    this.deadline = timeout(settings.GENERATION_DEADLINE * 1000, {
      strategy: TimeoutStrategy.Aggressive,
      abortOnReturn: false
    })
    // Inside the bulkhead too, so that whoever leaves during the wait for a retry holds no place.
    this.bulkheadWithDeadline = wrap(this.bulkhead, this.deadline)
    for (const { model, breaker, onRetry } of this.modelPolicies) {
      metrics.watch(model, breaker)
      onRetry(reason => metrics.retried(model, reason))
    }
  }

  /** The models whose breaker is not closed, for health. */
  get unhealthyModels(): readonly string[] {
    return this.modelPolicies
      .filter(({ breaker }) => breaker.state !== 'closed')
      .map(({ model }) => model)
  }

  async complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
    try {
      return await this.deadline.execute(
        ({ signal }) => this.withinBulkhead(request, call, signal),
        call.signal
      )
    } catch (error) {
      throw translate(error, call.signal)
    }
  }

  private async withinBulkhead(
    request: CompletionRequest,
    call: CompletionCall,
    limited: AbortSignal
  ): Promise<Completion> {
    // Whoever waits in the queue is let in by another request, under whose name they must not run.
    const inContext = AsyncLocalStorage.snapshot()
    try {
      const result = this.bulkheadWithDeadline.execute(
        ({ signal }) => inContext(() => this.completeWithFallback(request, call, signal)),
        limited
      )
      this.observeBulkhead()
      return await result
    } finally {
      this.observeBulkhead()
    }
  }

  private async completeWithFallback(
    request: CompletionRequest,
    call: CompletionCall,
    limited: AbortSignal
  ): Promise<Completion> {
    this.budget.called()
    for (const [index, modelPolicy] of this.modelPolicies.entries()) {
      try {
        return await this.completeWith(modelPolicy, request, call, limited)
      } catch (error) {
        const next = this.modelPolicies[index + 1]
        if (next === undefined || !(error instanceof AiError) || !error.canFallBack) throw error
        this.metrics.fellBack(modelPolicy.model, next.model, error.reason)
      }
    }
    throw new Error('there is no model to ask')
  }

  private async completeWith(
    modelPolicy: ModelPolicy,
    request: CompletionRequest,
    call: CompletionCall,
    limited: AbortSignal
  ): Promise<Completion> {
    try {
      return await modelPolicy.policy.execute(
        ({ signal, attempt }) => this.attempt(modelPolicy.model, request, call, signal, attempt),
        limited
      )
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error
      throw new AiError('breaker_open', {
        cause: error,
        retryAfterMs: modelPolicy.breaker.trialInMs
      })
    }
  }

  private async attempt(
    model: string,
    request: CompletionRequest,
    call: CompletionCall,
    signal: AbortSignal,
    retries: number
  ): Promise<Completion> {
    // Nobody waits any more for what a retry after the end would bring.
    signal.throwIfAborted()
    const worstCase = this.upstream.worstCase(model, request)
    const settle = await call.onAttempt({ model, worstCase })
    return tracedChat(
      {
        model,
        maxTokens: worstCase.completionTokens,
        isStream: call.onText !== undefined,
        retries,
        baseUrl: this.settings.OPENAI_BASE_URL
      },
      () => this.runAttempt({ model, request, call, signal, retries, worstCase, settle })
    )
  }

  /** From here on money may be spent: whatever comes of it is entered. */
  private async runAttempt({
    model,
    request,
    call,
    signal,
    retries,
    worstCase,
    settle
  }: ReservedAttempt): Promise<Completion> {
    const observe = this.attempts.start(model)
    const answer = new StreamedAnswer()
    let end: AttemptEnd = { outcome: 'INTERNAL_ERROR', usage: worstCase }
    try {
      const { onText } = call
      const completion = await (onText
        ? this.upstream.stream(model, request, signal, answer, onText)
        : this.upstream.attempt(model, request, signal))
      end = { outcome: 'ok', usage: completion.usage }
      return completion
    } catch (error) {
      // The time of an attempt that waits for its reader was not the model's, nor is the blame.
      const slow = signal.aborted && answer.isBackpressured && !call.signal.aborted
      const failure = slow ? new AiError('deadline', { cause: error }) : error
      const known = translate(failure, call.signal, signal)
      const written = call.onText ? answer.tokenCounter.total : worstCase.completionTokens
      end = failedAttempt(known, call.signal, request, written)
      if (known instanceof AiError) {
        // Somebody has read its beginning: another attempt would tell another story.
        known.isFinal = answer.text !== ''
        if (!known.isFinal) this.decideRetry(known, call, retries)
      }
      throw known
    } finally {
      observe(end, answer)
      await settle(end)
    }
  }

  private decideRetry(error: AiError, { deadlineAtMs }: CompletionCall, retries: number): void {
    const maxRetries = this.settings.OPENAI_MAX_RETRIES
    const remainingMs = deadlineAtMs - performance.now()
    const delayMs = retryDelay(error, { retries, maxRetries, remainingMs })
    if (delayMs !== undefined && this.budget.spend()) error.retryInMs = delayMs
  }

  private observeBulkhead(): void {
    const { AI_MAX_CONCURRENCY, AI_QUEUE_LIMIT } = this.settings
    const { executionSlots, queueSlots } = this.bulkhead
    this.metrics.bulkhead(AI_MAX_CONCURRENCY - executionSlots, AI_QUEUE_LIMIT - queueSlots)
  }
}

interface ReservedAttempt {
  readonly model: string
  readonly request: CompletionRequest
  readonly call: CompletionCall
  readonly signal: AbortSignal
  readonly retries: number
  readonly worstCase: TokenUsage
  readonly settle: (end: AttemptEnd) => Promise<void>
}

/** What the provider may bill for an attempt that gave nothing. */
function failedAttempt(
  error: unknown,
  caller: AbortSignal,
  { messages }: CompletionRequest,
  written: number
): AttemptEnd {
  const known = error instanceof AiError ? error : undefined
  const code = error instanceof AppError ? error.code : 'INTERNAL_ERROR'
  // Whoever listens may end it as well: a text that may not be read is no fault of the provider's.
  const isOurs = known === undefined && (caller.aborted || error instanceof AppError)
  const outcome = isOurs ? 'client_closed' : code
  const reason = known && { reason: known.reason }
  if (known?.usage !== undefined || known?.outcome.charged === 'no') {
    return { outcome, ...reason, usage: known.usage }
  }
  // In one piece nobody can know how far the model had come: then it is all it might have written.
  return { outcome, ...reason, usage: estimatedUsage(messages, written) }
}

/** An abort by the caller keeps its reason; one by a timer of ours becomes AI_TIMEOUT. */
function translate(error: unknown, caller: AbortSignal, attempt?: AbortSignal): unknown {
  if (error instanceof AiError) return error
  if (caller.aborted && !(caller.reason instanceof DeadlineExceeded)) return caller.reason
  if (error instanceof BulkheadRejectedError) {
    return new AiError('bulkhead_full', { cause: error, retryAfterMs: 1000 })
  }
  if (caller.aborted || error instanceof TaskCancelledError) {
    return new AiError('deadline', { cause: error })
  }
  return attempt?.aborted ? new AiError('attempt_timeout', { cause: error }) : error
}
