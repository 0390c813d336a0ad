/** A key. A function is called before each attempt. An empty text is not sent. */
export type Secret = string | (() => string | Promise<string>)

/**
 * Returns the token, before each attempt. After a 401 it is asked once more, with the token that was rejected: it
 * then renews the token. If it returns another one, the attempt is repeated at once; otherwise the call fails.
 */
export type TokenSource = (rejected?: string) => string | Promise<string>

/** One attempt of a call. It has no credential and no text. */
export interface AttemptReport {
  readonly method: string
  /** Address without its query. */
  readonly url: string
  /** HTTP status; 0 if there was no response. */
  readonly status: number
  /** Until the response was read; for a stream, until it began. */
  readonly durationMs: number
  readonly requestId: string
  readonly correlationId: string
  /** Error code, if the attempt failed. */
  readonly code?: string
}

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
  /**
   * URL of the service, without `/api`. In a page it may be empty: the origin of the page. Default: JIRAIYA_URL of
   * the environment.
   */
  readonly baseUrl?: string
  /**
   * For `Authorization: Bearer`: a Kuybi user token, a service token or an issued token. Default: JIRAIYA_TOKEN, if
   * there is no `apiKey`.
   */
  readonly token?: string | TokenSource
  /**
   * For `X-API-Key`. Do not use it in a page: every visitor can read it. Default: JIRAIYA_API_KEY, if there is no
   * `token`.
   */
  readonly apiKey?: Secret
  /** The user for whom calls are made. Requires the scope `act-as`. */
  readonly actAs?: string
  /** Correlation id. A function is called for each call; it can read an AsyncLocalStorage. */
  readonly correlationId?: string | (() => string | undefined)
  /** Replaces the built-in `fetch`. */
  readonly fetch?: typeof fetch
  /** Called after each attempt, for example to log it. */
  readonly onAttempt?: (attempt: AttemptReport) => void
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

export interface ReadOptions extends CallOptions {
  /** Adds the measures of the content, which are null until they are computed. */
  readonly include?: 'indicators'
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
