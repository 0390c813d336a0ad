/** A token or key; a function is asked before each attempt, so that it may be renewed meanwhile. */
export type Secret = string | (() => string | Promise<string>)

/** When a call that failed is made again: only what is `retryable`, or had no answer at all. */
export interface RetryOptions {
  /** All attempts at one call, the first among them; 1 asks once. Default 3. */
  readonly maxAttempts?: number
  /**
   * Where no `retryAfter` is named: the wait is any time up to this, up to twice this the next time,
   * and so on (full jitter). Default 500.
   */
  readonly baseDelayMs?: number
  /** No such wait is longer. Default 10000. */
  readonly maxDelayMs?: number
  /** No attempt begins later than this after the first; a longer `retryAfter` ends the call. Default 60000. */
  readonly withinMs?: number
}

/** How long one attempt may take, in milliseconds; `Infinity` waits for ever. */
export interface TimeoutOptions {
  /** A story. Default 130000: longer than the service's own deadline, so that it says what happened. */
  readonly generationMs?: number
  /** Everything else. Default 30000. */
  readonly otherMs?: number
  /** Between two signs of life of a stream. Default 45000: the service gives one every 15 seconds. */
  readonly streamSilenceMs?: number
}

export interface JiraiyaClientOptions {
  /** Where the service is, without `/api`; in a page it may be empty: the page's own origin. */
  readonly baseUrl: string
  /** For `Authorization: Bearer`: a Kuybi user's token, a service's or an issued one. */
  readonly token?: Secret
  /** For `X-API-Key`. Never in a page: what is in a page everybody knows. */
  readonly apiKey?: Secret
  /** The user on whose behalf calls are made; needs the scope `act-as`. */
  readonly actAs?: string
  /** An id that lives across services; a function is asked at each call, as from an AsyncLocalStorage. */
  readonly correlationId?: string | (() => string | undefined)
  /** In place of the built-in one. */
  readonly fetch?: typeof fetch
  readonly timeouts?: TimeoutOptions
  readonly retry?: RetryOptions
}

/** What may be different for one call. */
export interface CallOptions {
  /** Aborted when nobody wants the answer any more: that closes the connection, which stops the model. */
  readonly signal?: AbortSignal
  readonly actAs?: string
  readonly correlationId?: string
  readonly retry?: RetryOptions
  /** How long one attempt may take; of a stream, how long it may be silent. */
  readonly timeoutMs?: number
}

export interface GenerationOptions extends CallOptions {
  /**
   * Names this one story, for a day: whoever asks again with it, after a crash too, gets the same and
   * pays nothing. Without it the attempts of one call share one of their own.
   */
  readonly idempotencyKey?: string
  /** Another story, where the same order would get the one of a few minutes before. */
  readonly another?: boolean
}
