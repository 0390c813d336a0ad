import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Ids {
  readonly requestId: string
  readonly correlationId: string
}

/** Kuybi's rule: what another service made is taken only when it cannot harm a log or a header. */
const acceptable = /^[A-Za-z0-9._-]{8,128}$/

/**
 * The request id names this call, the correlation id lives across services; each is taken from its
 * header when valid, falls back to the other, and is made new when there is neither.
 */
export function readIds(headers: IncomingHttpHeaders): Ids {
  const requestId = valid(headers['x-request-id'])
  const correlationId = valid(headers['x-correlation-id'])
  const either = requestId ?? correlationId ?? randomUUID()
  return { requestId: requestId ?? either, correlationId: correlationId ?? either }
}

function valid(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && acceptable.test(header) ? header : undefined
}
