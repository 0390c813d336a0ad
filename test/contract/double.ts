import type { ChatMessage } from '#modules/llm/language-model.js'

/** A chat call as it arrived. */
export interface ChatBody {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly response_format?: {
    readonly type: string
    readonly json_schema?: { readonly strict: boolean; readonly schema: object }
  }
}

export interface Failure {
  /** The provider's own code, where the status has more than one meaning. */
  readonly code?: 'insufficient_quota' | 'context_length_exceeded'
  /** Seconds, as the header Retry-After says them. */
  readonly retryAfter?: number
  /** Number of chat calls that fail; all if it is missing. */
  readonly times?: number
}

/** A keyword that the double's moderation flags as violence. */
export const flaggedKeyword = 'simulated-violence'

/**
 * A double of the provider. Each one returns a story of 50 to 100 words with `fox` and `lantern` for
 * every chat call, unless a scene is set; `reset` removes the scene.
 */
export interface Double {
  /** The value of OPENAI_BASE_URL. */
  readonly baseUrl: string
  fails(status: number, failure?: Failure): void
  /** The connection ends before any answer. */
  dropsConnections(): void
  /** The double never sends a byte. */
  isSilent(): void
  /** finish_reason content_filter, without text. */
  filtersContent(): void
  /** The next answer stops at the token limit; the call after it requests the rest. */
  cutsOffOnce(): void
  /** The next answer is not JSON. */
  stammersOnce(): void
  /** Chat calls, oldest first. */
  chats(): readonly ChatBody[]
  /** The sum of the tokens that it reported with chat answers. */
  reported(): { readonly prompt: number; readonly completion: number }
  moderations(): number
  reset(): void
  close(): Promise<void>
}
