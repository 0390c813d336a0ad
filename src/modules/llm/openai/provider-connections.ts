import { Agent, request } from 'undici'
import { currentTrace } from '#core/context/request-context.js'
import type { Send } from './response/provider-fetch.js'

/** Idle connections are reused for this time, because a new one costs a TLS handshake. */
const keepAliveMs = 30_000

/**
 * Sends over a pool of connections with undici.request. It needs half the CPU of the WHATWG fetch, which
 * creates streams and header lists that are not used here (docs/decisions/0004-thin-fetch.md). Errors are
 * undici's.
 */
export function sendOverPool(connectTimeoutMs: number): Send {
  const dispatcher = new Agent({
    connect: { timeout: connectTimeoutMs },
    // body-reader.ts has the idle timeout, because it depends on whether the answer has begun.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs
  })
  return async (url, init) => {
    const { statusCode, headers, body } = await request(url, {
      dispatcher,
      method: init.method ?? 'GET',
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        // Compression by a proxy would delay the chunks of a stream.
        'accept-encoding': 'identity',
        ...currentTrace()?.headers()
      },
      // The SDK's requests have JSON bodies only.
      body: init.body as string | null | undefined,
      signal: init.signal
    })
    return { status: statusCode, headers: toHeaders(headers), body }
  }
}

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}
