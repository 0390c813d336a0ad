import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Parsed JSON, the text if it is not JSON, or undefined without a body. */
  readonly body: unknown
}

const kept = 1_000

/** The last requests to the API, oldest first. */
export class RequestLog {
  private requests: RecordedRequest[] = []

  add({ method = '', url = '', headers }: IncomingMessage, body: unknown): void {
    // Trimmed by halves: shifting one by one would move the whole list with each call.
    if (this.requests.length >= 2 * kept) this.requests = this.requests.slice(-kept)
    this.requests.push({ method, path: url, headers, body })
  }

  list(): readonly RecordedRequest[] {
    return this.requests.slice(-kept)
  }

  clear(): void {
    this.requests = []
  }
}

/** A service with a real key may be pointed here, so the control API does not return keys. */
export function withoutSecrets(request: RecordedRequest): RecordedRequest {
  const { authorization, 'api-key': key, ...headers } = request.headers
  return {
    ...request,
    headers: {
      ...headers,
      ...(authorization !== undefined && { authorization: 'Bearer [redacted]' }),
      ...(key !== undefined && { 'api-key': '[redacted]' })
    }
  }
}
