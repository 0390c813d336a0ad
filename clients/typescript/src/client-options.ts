/** A token or key. A function is called before each attempt, so it can return a renewed token. */
export type Secret = string | (() => string | Promise<string>)

/** Retries of failed calls. Only errors that are `retryable`, or calls without a response, are retried. */
export interface RetryOptions {
  /** Maximum number of attempts, including the first; 1 means no retry. Default 3. */
  readonly maxAttempts?: number
  /**
   * If there is no `retryAfter`, the delay is random, up to this value before the first retry, twice this
   * value before the second, and so on (exponential backoff with full jitter). Default 500.
   */
  readonly baseDelayMs?: number
  /** Upper limit of this delay. Default 10000. */
  readonly maxDelayMs?: number
  /** No attempt starts later than this after the first. A longer `retryAfter` ends the call. Default 60000. */
  readonly withinMs?: number
}

/** Timeouts of one attempt in milliseconds; `Infinity` means none. */
export interface TimeoutOptions {
  /** Buffered story. Default 130000, longer than the deadline of the service, so its error arrives first. */
  readonly generationMs?: number
  /** All other calls. Default 30000. */
  readonly otherMs?: number
  /** Time without data in a stream. Default 45000; the service sends data at least every 15 seconds. */
  readonly streamIdleMs?: number
}

export interface JiraiyaClientOptions {
  /** URL of the service, without `/api`. In a page it may be empty: the origin of the page. */
  readonly baseUrl: string
  /** For `Authorization: Bearer`: a Kuybi user token, a service token or an issued token. */
  readonly token?: Secret
  /** For `X-API-Key`. Do not use it in a page: every visitor can read it. */
  readonly apiKey?: Secret
  /** The user for whom calls are made. Requires the scope `act-as`. */
  readonly actAs?: string
  /** Correlation id. A function is called for each call; it can read an AsyncLocalStorage. */
  readonly correlationId?: string | (() => string | undefined)
  /** Replaces the built-in `fetch`. */
  readonly fetch?: typeof fetch
  readonly timeouts?: TimeoutOptions
  readonly retry?: RetryOptions
}

/** Options of one call. */
export interface CallOptions {
  /** Aborting it closes the connection, and the service then aborts the provider call. */
  readonly signal?: AbortSignal
  readonly actAs?: string
  readonly correlationId?: string
  readonly retry?: RetryOptions
  /** Timeout of one attempt; for a stream, the time without data. */
  readonly timeoutMs?: number
}

export interface GenerationOptions extends CallOptions {
  /**
   * Idempotency-Key, valid for one day. A later call with the same key returns the same story at no cost, also
   * after a crash. Default: a random key for each call, shared by its attempts.
   */
  readonly idempotencyKey?: string
  /** Generates a new story even if an identical request is in the cache. */
  readonly bypassCache?: boolean
}
