import { request, type Dispatcher } from 'undici'
import { currentTrace } from '#core/context/request-context.js'

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
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        ...currentTrace()?.headers()
      },
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
      body: { [Symbol.asyncIterator]: () => readOn(body) }
    }
    return answer as unknown as Response
  }
}

/** How long the rest of an answer may take that nobody waits for. */
const restWithinMs = 1000

/**
 * The SDK stops reading at `[DONE]`, an instant before the body ends. To leave then would close the
 * connection, and the next answer would pay for another handshake: so the rest is read, and dropped.
 */
function readOn(body: Dispatcher.ResponseData['body']): AsyncIterator<Uint8Array> {
  const chunks = body.iterator({ destroyOnReturn: false })
  return {
    next: () => chunks.next() as Promise<IteratorResult<Uint8Array>>,
    return: async () => {
      if (body.closed) return { done: true, value: undefined }
      const timer = setTimeout(() => body.destroy(), restWithinMs).unref()
      // It may be cut off as well as end: nobody minds.
      body.on('error', () => undefined)
      body.once('close', () => clearTimeout(timer))
      body.resume()
      return { done: true, value: undefined }
    }
  }
}

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}
