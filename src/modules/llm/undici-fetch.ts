import { request, type Dispatcher } from 'undici'

/** The part of fetch that the OpenAI SDK uses. */
export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/**
 * A thin fetch over undici.request: half the CPU of the WHATWG one, which builds streams and header
 * lists that nobody reads (docs/decisions/0004-thin-fetch.md). Errors are undici's own, with codes.
 */
export function undiciFetch(dispatcher: Dispatcher): Fetch {
  return async (url, init = {}) => {
    const address = url instanceof Request ? url.url : url.toString()
    const { statusCode, headers, body } = await request(address, {
      dispatcher,
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      // The SDK sends JSON text; nothing here uploads.
      body: init.body as string | null | undefined,
      signal: init.signal
    })
    const answer = {
      status: statusCode,
      ok: statusCode >= 200 && statusCode < 300,
      url: address,
      headers: toHeaders(headers),
      text: () => body.text(),
      json: () => body.json(),
      arrayBuffer: () => body.arrayBuffer(),
      get body() {
        return body as unknown as ReadableStream<Uint8Array>
      }
    }
    return answer as unknown as Response
  }
}

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}
