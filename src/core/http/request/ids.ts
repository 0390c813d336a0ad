import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Ids {
  readonly requestId: string
  readonly correlationId: string
}

/** The rule for ids of other services: such an id is safe in a log line and in a header. */
const acceptable = /^[A-Za-z0-9._-]{8,128}$/

/**
 * The ids of a request. Each is taken from its header when that is valid, else from the other header,
 * and is generated when neither is valid.
 */
export function readIds(headers: IncomingHttpHeaders): Ids {
  const requestId = valid(headers['x-request-id'])
  const correlationId = valid(headers['x-correlation-id'])
  const either = requestId ?? correlationId ?? randomUUID()
  return { requestId: requestId ?? either, correlationId: correlationId ?? either }
}

/** The response headers that carry the ids; every response has them. */
export function idHeaders({ requestId, correlationId }: Ids): Readonly<Record<string, string>> {
  return { 'X-Request-ID': requestId, 'X-Correlation-ID': correlationId }
}

function valid(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && acceptable.test(header) ? header : undefined
}
