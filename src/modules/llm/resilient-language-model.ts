import { Injectable } from '@nestjs/common'
import {
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutPolicy,
  TimeoutStrategy,
  wrap,
  type IPolicy
} from 'cockatiel'
import { Settings } from '../../core/config/settings.js'
import { DeadlineExceeded } from '../../core/context/deadline.js'
import { AiError } from './ai-error.js'
import { AttemptMetrics } from './attempt-metrics.js'
import {
  LanguageModel,
  type AttemptEnd,
  type Completion,
  type CompletionCall,
  type CompletionRequest
} from './language-model.js'
import { OpenAiLanguageModel } from './openai-language-model.js'

const firstRetryMs = 1000
const longestRetryMs = 10_000

/** The language model with its policies: one deadline, retries with jitter, one limit an attempt. */
@Injectable()
export class ResilientLanguageModel extends LanguageModel {
  private readonly policy: IPolicy

  constructor(
    private readonly upstream: OpenAiLanguageModel,
    private readonly metrics: AttemptMetrics,
    settings: Settings
  ) {
    super()
    this.policy = wrap(
      // Aggressive, so that a caller who leaves during a back-off is let go at once.
      limit(settings.GENERATION_DEADLINE, TimeoutStrategy.Aggressive),
      retry(
        handleWhen(error => error instanceof AiError && error.transient),
        {
          maxAttempts: settings.OPENAI_MAX_RETRIES,
          backoff: new ExponentialBackoff({
            initialDelay: firstRetryMs,
            maxDelay: longestRetryMs,
            generator: fullJitterGenerator
          })
        }
      ),
      limit(settings.OPENAI_ATTEMPT_TIMEOUT, TimeoutStrategy.Cooperative)
    )
  }

  async complete(request: CompletionRequest, call: CompletionCall): Promise<Completion> {
    try {
      return await this.policy.execute(
        ({ signal }) => this.attempt(request, call, signal),
        call.signal
      )
    } catch (error) {
      throw translate(error, call.signal)
    }
  }

  private async attempt(
    request: CompletionRequest,
    call: CompletionCall,
    signal: AbortSignal
  ): Promise<Completion> {
    call.signal.throwIfAborted()
    const { model } = this.upstream
    const settle = await call.onAttempt({ model })
    const observe = this.metrics.start(model)
    let end: AttemptEnd = { outcome: 'INTERNAL_ERROR', usage: undefined }
    try {
      const completion = await this.upstream.attempt(request, signal)
      end = { outcome: 'ok', usage: completion.usage }
      return completion
    } catch (error) {
      const known = translate(error, call.signal, signal)
      if (known instanceof AiError) end = { outcome: known.code, usage: known.usage }
      else if (call.signal.aborted) end = { outcome: 'left', usage: undefined }
      throw known
    } finally {
      observe(end)
      await settle(end)
    }
  }
}

/** Not aborted on return: an abort that nobody waits for costs an exception with its stack. */
function limit(seconds: number, strategy: TimeoutStrategy): TimeoutPolicy {
  return timeout(seconds * 1000, { strategy, abortOnReturn: false })
}

/** An abort by the caller keeps its reason; one by a timer of ours becomes AI_TIMEOUT. */
function translate(error: unknown, caller: AbortSignal, attempt?: AbortSignal): unknown {
  if (error instanceof AiError) return error
  if (caller.aborted && !(caller.reason instanceof DeadlineExceeded)) return caller.reason
  if (caller.aborted || error instanceof TaskCancelledError) return tooLate('deadline', error)
  return attempt?.aborted ? tooLate('attempt_timeout', error) : error
}

function tooLate(reason: 'deadline' | 'attempt_timeout', cause: unknown): AiError {
  return new AiError('AI_TIMEOUT', { reason, cause })
}
