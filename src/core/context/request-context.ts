import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestTrace } from './request-trace.js'

/** What is known about the request being served, from its first byte to its last. */
export interface RequestContext {
  /** Identifies this call. Header `X-Request-ID`. */
  readonly requestId: string
  /** Identifies the call across services. Header `X-Correlation-ID`. */
  readonly correlationId: string
  readonly method: string
  /** Path without the query, because a query may hold what logs must not. */
  readonly path: string
  /** Comes before the path of every address in the response; empty, or like `/prefix`. */
  readonly pathPrefix: string
  /** Monotonic milliseconds, as performance.now() returns them. */
  readonly startedAtMs: number
  /** Aborts when the client disconnects, or when `abort` is called. */
  readonly signal: AbortSignal
  /** Ends the work of this request, although its client is still connected. */
  readonly abort: (reason: Error) => void
  /** IP address of the client. */
  readonly address: string
  /** The owner, once the request is authenticated. */
  userId?: string
  /** Kind and name of the credential, once the request is authenticated. */
  actor?: { readonly kind: string; readonly name: string }
  /** Missing when the request is not traced. */
  trace?: RequestTrace
  /** The credential was wrong, as a guessed one would be; an expired one is not counted as a guess. */
  hasInvalidCredential?: boolean
  /** The Idempotency-Key is known, so no rate limit counts the request. */
  isIdempotentReplay?: boolean
}

const storage = new AsyncLocalStorage<RequestContext>()

export function currentContext(): RequestContext | undefined {
  return storage.getStore()
}

/** Runs `work` so that everything below it, asynchronous code too, finds this context. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work)
}

/** The trace of the request being served; undefined when it is not traced, or outside of a request. */
export function currentTrace(): RequestTrace | undefined {
  return currentContext()?.trace
}
