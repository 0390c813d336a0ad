import { DeadlineExceeded } from '#core/context/deadline.js'
import { AppError } from '#core/errors/app-error.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { AttemptEnd, TokenUsage } from '#modules/llm/language-model.js'
import { estimatedUsage } from '#modules/llm/usage/token-usage.js'
import type { StreamedAnswer } from '#modules/llm/openai/response/streamed-answer.js'
import type { Attempt } from './attempt.js'

/** An abort by the caller keeps its reason; an abort by a timer of ours becomes AI_TIMEOUT. */
export function abortReason(error: unknown, caller: AbortSignal): unknown {
  if (error instanceof AiError) return error
  if (!caller.aborted) return error
  return caller.reason instanceof DeadlineExceeded
    ? new AiError('deadline', { cause: error })
    : caller.reason
}

/** Why an attempt failed: an AiError, the caller's own reason, or a fault of this service. */
export function failureOf(
  error: unknown,
  { call, signal }: Attempt,
  { isBackpressured }: Pick<StreamedAnswer, 'isBackpressured'>
): unknown {
  const known = abortReason(error, call.signal)
  if (call.signal.aborted) return known
  // The attempt waited for a slow client, so this is no timeout of the model.
  if (signal.aborted && isBackpressured) return new AiError('deadline', { cause: error })
  return signal.aborted && !(known instanceof AiError)
    ? new AiError('attempt_timeout', { cause: error })
    : known
}

/**
 * What the provider bills for a failed attempt.
 * @param answer undefined if it was not streamed
 */
export function failedEnd(
  failure: unknown,
  { call, request }: Attempt,
  answer: StreamedAnswer | undefined,
  worstCase: TokenUsage
): AttemptEnd {
  const known = failure instanceof AiError ? failure : undefined
  const code = failure instanceof AppError ? failure.code : 'INTERNAL_ERROR'
  // The reader of a stream may end it too, for instance when moderation rejects the text.
  const isOurs = known === undefined && (call.signal.aborted || failure instanceof AppError)
  const outcome = isOurs ? 'client_closed' : code
  const reason = known && { reason: known.reason }
  if (known?.usage !== undefined || known?.policy.charged === 'no') {
    return { outcome, ...reason, usage: known.usage }
  }
  // Without a stream it is unknown how far the model came, so its whole output counts.
  const written = answer?.tokenCounter.total ?? worstCase.completionTokens
  return { outcome, ...reason, usage: estimatedUsage(request.messages, written) }
}
