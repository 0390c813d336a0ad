import { AsyncLocalStorage } from 'node:async_hooks'

/** What is known of the request being served, from its first byte to its last. */
export interface RequestContext {
  /** Names this call. Header `X-Request-ID`. */
  readonly requestId: string
  /** Lives across services. Header `X-Correlation-ID`. */
  readonly correlationId: string
  readonly method: string
  /** Path without the query, which may hold what logs must not. */
  readonly path: string
  /** Monotonic milliseconds, as performance.now() gives them. */
  readonly startedAtMs: number
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal
  /** Where the caller calls from. */
  readonly address: string
  /** The owner, once the caller is known. */
  userId?: string
  /** Who authenticated, once they have: kind and name of the credential. */
  actor?: { readonly kind: string; readonly name: string }
}

const storage = new AsyncLocalStorage<RequestContext>()

export function currentContext(): RequestContext | undefined {
  return storage.getStore()
}

/** Runs `work` so that everything below it, asynchronous too, finds this context. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work)
}
