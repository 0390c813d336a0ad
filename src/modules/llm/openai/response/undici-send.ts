import { request, type Dispatcher } from 'undici'
import { currentTrace } from '#core/context/request-context.js'
import type { Send } from './provider-fetch.js'

/**
 * Sends over undici.request: half the CPU of the WHATWG fetch, which builds streams and header lists
 * that nobody reads (docs/decisions/0004-thin-fetch.md). Errors are undici's own, with codes.
 */
export function undiciSend(dispatcher: Dispatcher): Send {
  return async (url, init) => {
    const { statusCode, headers, body } = await request(url, {
      dispatcher,
      method: init.method ?? 'GET',
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        // A stream that a proxy compresses arrives in lumps.
        'accept-encoding': 'identity',
        ...currentTrace()?.headers()
      },
      // The SDK sends JSON text; nothing here uploads.
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
