import type { RequestContext } from '#core/context/request-context.js'
import type { Job } from '../job.js'

/**
 * The context of a run. Log lines, the ledger and audit events have the ids of the request that created the job, and
 * the provider gets the same identifier of its owner.
 */
export function jobContext(
  { id, requestId, correlationId, owner, caller }: Job,
  controller: AbortController
): RequestContext {
  return {
    requestId,
    correlationId,
    method: 'RUN',
    path: `/api/v1/jobs/${id}`,
    pathPrefix: '',
    startedAtMs: performance.now(),
    signal: controller.signal,
    abort: reason => controller.abort(reason),
    address: '',
    userId: owner,
    actor: { kind: caller.kind, name: caller.name }
  }
}
