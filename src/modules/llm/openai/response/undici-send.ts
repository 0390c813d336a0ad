import { request, type Dispatcher } from 'undici'
import { currentTrace } from '#core/context/request-context.js'
import type { Send } from './provider-fetch.js'

/**
 * Sends with undici.request. It needs half the CPU of the WHATWG fetch, which creates streams and
 * header lists that are not used here (docs/decisions/0004-thin-fetch.md). Errors are undici's.
 */
export function undiciSend(dispatcher: Dispatcher): Send {
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
