import type { AiError } from '#modules/llm/ai-error.js'
import type { Completion, CompletionCall, CompletionRequest } from '#modules/llm/language-model.js'

/** One attempt at one model. */
export interface Attempt {
  readonly model: string
  readonly request: CompletionRequest
  readonly call: CompletionCall
  /** Aborts when the call ends or when the attempt has taken too long. */
  readonly signal: AbortSignal
  /** Attempts at this model that this call has made before. */
  readonly retries: number
  /** The failures of the whole call so far, each as model and reason. */
  readonly failures: Set<string>
}

/** How an attempt ended. The policies decide by it. */
export type AttemptResult = Completion | FailedAttempt

/** An attempt without a usable answer. */
export class FailedAttempt {
  constructor(
    readonly failure: AiError,
    readonly next: {
      /** The wait before the same model is tried again; undefined if it must not be. */
      readonly retryInMs?: number | undefined
      /** Whether another model may be tried. */
      readonly canFallBack: boolean
    },
    /** The same call has failed for this reason before, at this model. */
    readonly isRepeat = false
  ) {}
}
