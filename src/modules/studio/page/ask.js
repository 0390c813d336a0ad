import { EventParser } from './event-parser.js'

/**
 * @typedef {import('./event-parser.js').StreamEvent} StreamEvent
 * @typedef {object} Order
 * @property {Readonly<Record<string, unknown>>} body
 * @property {Readonly<Record<string, string>>} credential the header that carries it
 * @property {string} idempotencyKey
 * @property {boolean} fresh whether a story written before will not do
 */

/** The service said no: before the first event, or in the last one. */
export class Refused extends Error {
  /**
   * @param {any} body the one error body, or nothing when the answer was not the service's
   * @param {Response} response
   */
  constructor(body, response) {
    super(body?.message ?? `The answer is not the service's own (HTTP ${response.status}).`)
    this.status = body?.statusCode ?? response.status
    this.code = body?.error?.code
    this.details = body?.error?.details ?? {}
    this.retryable = body?.error?.retryable ?? response.status >= 500
    this.retryAfter = body?.error?.retryAfter ?? response.headers.get('Retry-After')
    this.requestId = body?.requestId ?? response.headers.get('X-Request-ID')
  }
}

/** The connection ended, and nobody said why. */
export class Dropped extends Error {}

/**
 * Asks for a story; gives its events as they arrive, and first of all the answer itself.
 *
 * @param {Order} order
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<StreamEvent>}
 * @throws {Refused | Dropped}
 */
export async function* ask(order, signal) {
  const response = await send(order, signal)
  if (!response.ok || response.body === null) throw new Refused(await bodyOf(response), response)
  yield { name: 'open', data: { replayed: response.headers.has('Idempotency-Replayed') } }
  const parser = new EventParser()
  for await (const text of textOf(response.body, signal)) {
    for (const event of parser.push(text)) {
      if (event.name === 'error') throw new Refused(event.data, response)
      yield event
      if (event.name === 'done') return
    }
  }
  throw new Dropped('The connection ended before the story did.')
}

/**
 * @param {Order} order
 * @param {AbortSignal} signal
 */
async function send({ body, credential, idempotencyKey, fresh }, signal) {
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'text/event-stream, application/json',
    'Idempotency-Key': idempotencyKey,
    ...(fresh && { 'Cache-Control': 'no-cache' }),
    ...credential
  }
  try {
    return await fetch('/api/v1/stories/stream', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      // What is pasted is the credential, and nothing else.
      credentials: 'omit',
      redirect: 'error',
      signal
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new Dropped('The service could not be reached.', { cause: error })
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
    throw new Dropped('The connection broke before the story ended.', { cause: error })
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
