import type { IncomingHttpHeaders } from 'node:http'
import type { RequestTrace } from '#core/context/request-trace.js'

export interface RequestStart {
  readonly method: string
  /** The declared path, with parameter names; undefined when no route matches. */
  readonly route: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** Starts the traces of one application's requests. */
export interface Tracer {
  /** Continues the caller's trace, or begins one. */
  startRequest(start: RequestStart): RequestTrace
}
