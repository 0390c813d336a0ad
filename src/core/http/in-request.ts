import { runInContext, type RequestContext } from '#core/context/request-context.js'
import { tracerOf } from '#core/tracing/tracer.js'

/** Runs `work` so that everything below it finds the request, and its span where it is traced. */
export function inRequest<T>(context: RequestContext, work: () => T): T {
  const tracer = tracerOf(context)
  if (tracer === undefined) return runInContext(context, work)
  return tracer.inRequest(context, () => runInContext(context, work))
}
