import { EventParser } from './event-parser.js'

/**
 * @typedef {import('./event-parser.js').StreamEvent} StreamEvent
 * @typedef {object} StoryRequest
 * @property {Readonly<Record<string, unknown>>} body
 * @property {Readonly<Record<string, string>>} credential header with the credential
 * @property {string} idempotencyKey
 * @property {boolean} bypassCache whether to generate a new story even if one is cached
 */

/** The service returned an error, as a response or as an `error` event. */
export class RequestFailed extends Error {
  /**
   * @param {any} body the error body; undefined if the response is not from the service
   * @param {Response} response
   */
  constructor(body, response) {
    super(body?.message ?? `The response is not the service's own (HTTP ${response.status}).`)
    this.status = body?.statusCode ?? response.status
    this.code = body?.error?.code
    this.details = body?.error?.details ?? {}
    this.retryable = body?.error?.retryable ?? response.status >= 500
    this.retryAfter = body?.error?.retryAfter ?? response.headers.get('Retry-After')
    this.requestId = body?.requestId ?? response.headers.get('X-Request-ID')
  }
}

/** The connection failed or ended without an error event. */
export class ConnectionLost extends Error {}

/**
 * Requests a story and yields an `open` event for the response, then the events of the stream.
 *
 * @param {StoryRequest} request
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<StreamEvent>}
 * @throws {RequestFailed | ConnectionLost}
 */
export async function* streamStory(request, signal) {
  const response = await send(request, signal)
  if (!response.ok || response.body === null)
    throw new RequestFailed(await bodyOf(response), response)
  yield { name: 'open', data: { replayed: response.headers.has('Idempotency-Replayed') } }
  const parser = new EventParser()
  for await (const text of textOf(response.body, signal)) {
    for (const event of parser.push(text)) {
      if (event.name === 'error') throw new RequestFailed(event.data, response)
      yield event
      if (event.name === 'done') return
    }
  }
  throw new ConnectionLost('The connection ended before the story did.')
}

/**
 * @param {StoryRequest} request
 * @param {AbortSignal} signal
 */
async function send({ body, credential, idempotencyKey, bypassCache }, signal) {
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'text/event-stream, application/json',
    'Idempotency-Key': idempotencyKey,
    ...(bypassCache && { 'Cache-Control': 'no-cache' }),
    ...credential
  }
  try {
    // Relative to this file, because the page may be below a prefix.
    return await fetch(new URL('../api/v1/stories/stream', import.meta.url), {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      // The pasted credential is the only one: no cookies.
      credentials: 'omit',
      redirect: 'error',
      signal
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new ConnectionLost('The service could not be reached.', { cause: error })
  }
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {AbortSignal} signal
 */
async function* textOf(stream, signal) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch (error) {
    signal.throwIfAborted()
    throw new ConnectionLost('The connection broke before the story ended.', { cause: error })
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** @param {Response} response */
async function bodyOf(response) {
  try {
    const body = await response.json()
    return typeof body?.message === 'string' ? body : undefined
  } catch {
    return undefined
  }
}
