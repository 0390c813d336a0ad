import { AiError } from '#modules/llm/ai-error.js'
import { tracedChat } from '#modules/llm/call-spans.js'
import type { AttemptEnd, Completion } from '#modules/llm/language-model.js'
import type { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import { StreamedAnswer } from '#modules/llm/openai/response/streamed-answer.js'
import type { AttemptMetrics } from './attempt-metrics.js'
import { failedEnd, failureOf } from './attempt-end.js'
import { FailedAttempt, type Attempt, type AttemptResult } from './attempt.js'
import type { RetryBudget } from './retry-budget.js'
import { retryDelay } from './retry-policy.js'

interface RunnerOptions {
  readonly maxRetries: number
  /** Where the provider is, for spans. */
  readonly baseUrl: string
}

/** Runs attempts: reserves, calls the provider, settles, and decides whether to retry. */
export class AttemptRunner {
  constructor(
    private readonly upstream: OpenAiLanguageModel,
    private readonly metrics: AttemptMetrics,
    private readonly budget: RetryBudget,
    private readonly options: RunnerOptions
  ) {}

  /**
   * @throws what ended the call: the caller's reason, or an error that is not the provider's
   */
  async run(attempt: Attempt): Promise<AttemptResult> {
    const { model, request, call } = attempt
    // The caller may have disconnected during the wait for a retry.
    attempt.signal.throwIfAborted()
    if (attempt.failures.size === 0) this.budget.called()
    const worstCase = this.upstream.worstCase(model, request)
    const settle = await call.onAttempt({ model, worstCase })
    const observe = this.metrics.start(model)
    const answer = new StreamedAnswer()
    let end: AttemptEnd = { outcome: 'INTERNAL_ERROR', usage: worstCase }
    try {
      const completion = await this.callModel(attempt, answer, worstCase.completionTokens)
      end = { outcome: 'ok', usage: completion.usage }
      return completion
    } catch (failure) {
      end = failedEnd(failure, attempt, answer, worstCase)
      if (!(failure instanceof AiError)) throw failure
      return this.failed(failure, attempt, answer)
    } finally {
      observe(end, answer)
      await settle(end)
    }
  }

  private callModel(
    attempt: Attempt,
    answer: StreamedAnswer,
    maxTokens: number
  ): Promise<Completion> {
    const { model, request, call, signal, retries } = attempt
    const { onText, moderate } = call
    const { baseUrl } = this.options
    return tracedChat(
      { model, maxTokens, isStream: onText !== undefined, retries, baseUrl },
      async () => {
        try {
          return await (onText
            ? this.upstream.stream(model, request, signal, answer, onText)
            : this.upstream.attempt(model, request, signal, moderate))
        } catch (error) {
          throw failureOf(error, attempt, answer)
        }
      }
    )
  }

  private failed(
    failure: AiError,
    attempt: Attempt,
    { text }: Pick<StreamedAnswer, 'text'>
  ): FailedAttempt {
    const { model, failures } = attempt
    const kind = `${model} ${failure.reason}`
    const isRepeat = failures.has(kind)
    failures.add(kind)
    // Text that a reader has seen cannot be replaced by that of another attempt.
    const next =
      text === ''
        ? { retryInMs: this.retryInMs(failure, attempt), canFallBack: failure.policy.fallback }
        : { canFallBack: false }
    return new FailedAttempt(failure, next, isRepeat)
  }

  private retryInMs(failure: AiError, { call, retries }: Attempt): number | undefined {
    const { maxRetries } = this.options
    const remainingMs = call.deadlineAtMs - performance.now()
    const delayMs = retryDelay(failure, { retries, maxRetries, remainingMs })
    return delayMs !== undefined && this.budget.spend() ? delayMs : undefined
  }
}
