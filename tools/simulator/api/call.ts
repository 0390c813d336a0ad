import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from './api-error.ts'
import type { Connection } from '../answers/delivery.ts'
import { isObject, parseJson, type JsonObject } from './json.ts'
import type { CallTally } from './stats.ts'

const maxBodyBytes = 8 * 1024 * 1024

/** Counts the end of the connection exactly once. */
export function trackConnection(response: ServerResponse, tally: CallTally): Connection {
  const controller = new AbortController()
  let severed = false
  response.once('close', () => {
    controller.abort()
    tally.end(severed ? 'severed' : response.writableFinished ? 'completed' : 'aborted')
  })
  return {
    response,
    signal: controller.signal,
    tally,
    sever: how => {
      severed = true
      // `destroySoon` flushes what was written, so that the client receives half an answer.
      if (how === 'destroy') response.socket?.destroySoon()
      else response.socket?.resetAndDestroy()
    }
  }
}

/** @throws ApiError 413 */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBodyBytes) throw new ApiError(413, 'The request body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** @throws ApiError 400 */
export function parseBody(text: string): JsonObject {
  const body = parseJson(text)
  if (isObject(body)) return body
  throw new ApiError(
    400,
    'We could not parse the JSON body of your request. (HINT: This likely means you aren’t using your HTTP library correctly. The API expects a JSON payload.)'
  )
}

/** Any key is fine, but there must be one. @throws ApiError 401 */
export function requireKey({ headers }: IncomingMessage, keyHeader: string | undefined): void {
  if (keyHeader !== undefined) {
    if (headers[keyHeader] !== undefined && headers.authorization === undefined) return
    throw new ApiError(
      401,
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
      { code: '401' }
    )
  }
  if (/^Bearer +\S/i.test(headers.authorization ?? '')) return
  throw new ApiError(
    401,
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
  )
}

/** @throws ApiError 404 */
export function requireQuery({ url = '' }: IncomingMessage, name: string | undefined): void {
  if (name === undefined || new URL(url, 'http://simulator').searchParams.has(name)) return
  throw new ApiError(404, 'Resource not found', { code: '404' })
}
