import { AiError } from '#modules/llm/ai-error.js'
import { tracedChat } from '#modules/llm/call-spans.js'
import type { AttemptEnd, Completion } from '#modules/llm/language-model.js'
import type { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import { StreamedAnswer } from '#modules/llm/openai/response/streamed-answer.js'
import { AnswerAllowance } from '#modules/llm/openai/response/answer-allowance.js'
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
    const promptTokens = (): number | undefined => this.upstream.promptTokens(model, request)
    const allowed = await call.onAttempt({ model, worstCase, promptTokens })
    // An answer that may have to end early is streamed, also for a caller who gets it in one piece.
    const isStreamed = call.onText !== undefined || allowed.allowance !== undefined
    const observe = this.metrics.start(model)
    const answer = new StreamedAnswer()
    const allowance = new AnswerAllowance(allowed.allowance, worstCase.completionTokens)
    let end: AttemptEnd = { outcome: 'INTERNAL_ERROR', usage: worstCase }
    try {
      const completion = await this.callModel(attempt, answer, { allowance, isStreamed })
      const { usage, endedBy } = completion
      end = { outcome: 'ok', usage, endedBy }
      return completion
    } catch (failure) {
      end = failedEnd(failure, attempt, isStreamed ? answer : undefined, worstCase)
      if (!(failure instanceof AiError)) throw failure
      return this.failed(failure, attempt, answer)
    } finally {
      observe(end, answer)
      // What is asked for is written before the end.
      await allowance.idle()
      await allowed.end(end)
    }
  }

  private callModel(
    attempt: Attempt,
    answer: StreamedAnswer,
    { allowance, isStreamed }: { readonly allowance: AnswerAllowance; readonly isStreamed: boolean }
  ): Promise<Completion> {
    const { model, request, call, signal, retries } = attempt
    const { onText, moderate } = call
    const { baseUrl } = this.options
    return tracedChat(
      { model, maxTokens: allowance.limit, isStream: isStreamed, retries, baseUrl },
      async () => {
        try {
          return await (isStreamed
            ? this.upstream.stream(model, request, signal, answer, { allowance, onText })
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
    const { model, failures, call } = attempt
    const kind = `${model} ${failure.reason}`
    const isRepeat = failures.has(kind)
    failures.add(kind)
    // Text that a reader has seen cannot be replaced by that of another attempt.
    const next =
      call.onText === undefined || text === ''
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
