import type { Readable } from 'node:stream'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress
} from 'node:zlib'
import { answerReader, readAnswerBody, type AnswerBody, type AnswerEvent } from './answer-body.js'
import { maxErrorBytes } from './body/answer-limits.js'
import { BodyReader } from './body/body-reader.js'
import { ChunkJoiner } from './chunk-joiner.js'
import { isCleanChunk, isCleanCompletion, toChunk, toCompletion } from './completion-shapes.js'
import { readFailure, type ProviderFailure } from '#modules/llm/openai/failures/provider-failure.js'

/** The part of fetch that the OpenAI SDK uses. */
export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/** A response as received. */
export interface RawResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Readable
}

/** Sends a request of the SDK. Its body is always text. */
export type Send = (url: string, init: RequestInit) => Promise<RawResponse>

interface FetchLimits {
  /** Idle timeout after an answer has begun. */
  readonly idleMs: number
  readonly maxAnswerBytes: number
}

/** The status of an error in a 200 response that contains no status. */
const badGateway = 502

/**
 * The fetch of the SDK: converts the responses of all servers to what the SDK expects. Errors get an
 * error status and OpenAI's body, also those sent with status 200 or as the first event of a stream.
 * Answers get the requested format, JSON or events, and the SDK's declared types.
 */
export function providerFetch(send: Send, { idleMs, maxAnswerBytes }: FetchLimits): Fetch {
  return async (url, init = {}) => {
    const address = url instanceof Request ? url.url : url.toString()
    const raw = await send(address, init)
    const response = { ...raw, body: inflated(raw) }
    if (raw.status >= 400) {
      return toResponse(address, { ...response, ...(await readError(response)) })
    }
    const reader = answerReader(response.body, maxAnswerBytes)
    const answer = await readAnswerBody(reader, idleMs)
    if (!new URL(address).pathname.endsWith('/chat/completions')) {
      return toResponse(address, { ...response, text: answer.kind === 'json' ? answer.text : '' })
    }
    const clean = isStreamWanted(init) ? await toEvents(answer) : await toJson(answer)
    return toResponse(address, { ...response, ...clean })
  }
}

interface CleanBody {
  readonly status?: number
  readonly text?: string
  readonly events?: AsyncIterable<string>
  readonly retryAfterMs?: number | undefined
}

/** In the SDK's JSON only a key of the body itself has quotation marks without a backslash. */
function isStreamWanted({ body }: RequestInit): boolean {
  return typeof body === 'string' && body.includes('"stream":true')
}

async function toJson(answer: AnswerBody): Promise<CleanBody> {
  if (answer.kind === 'json') return toCleanJson(answer.value, answer.text)
  const joiner = new ChunkJoiner()
  for await (const { value } of answer.events) {
    const failure = readFailure(value)
    if (failure !== undefined) return toError(failure)
    joiner.add(value)
  }
  return { text: JSON.stringify(joiner.completion) }
}

function toCleanJson(value: unknown, text: string): CleanBody {
  const completion: unknown = Array.isArray(value) ? value[0] : value
  const failure = readFailure(completion)
  if (failure !== undefined) return toError(failure)
  return { text: isCleanCompletion(value) ? text : JSON.stringify(toCompletion(completion)) }
}

async function toEvents(answer: AnswerBody): Promise<CleanBody> {
  if (answer.kind === 'json') {
    const completion: unknown = Array.isArray(answer.value) ? answer.value[0] : answer.value
    const failure = readFailure(completion)
    if (failure !== undefined) return toError(failure)
    return { events: wholeStream([JSON.stringify(toChunk(completion))]) }
  }
  const first = await answer.events.next()
  if (first.done === true) return { events: wholeStream([]) }
  const failure = readFailure(first.value.value)
  if (failure === undefined) return { events: restOfStream(first.value, answer.events) }
  await answer.events.return()
  return toError(failure)
}

async function* restOfStream(
  first: AnswerEvent,
  events: AsyncIterable<AnswerEvent>
): AsyncGenerator<string, void, void> {
  yield toEvent(first)
  for await (const event of events) yield toEvent(event)
  yield done
}

async function* wholeStream(texts: readonly string[]): AsyncGenerator<string, void, void> {
  for (const text of texts) yield `data: ${text}\n\n`
  yield await Promise.resolve(done)
}

const done = 'data: [DONE]\n\n'

function toEvent({ value, text }: AnswerEvent): string {
  const failure = readFailure(value)
  if (failure !== undefined) return `data: ${errorBody(failure)}\n\n`
  const isOneLine = !text.includes('\n')
  const clean = isOneLine && isCleanChunk(value) ? text : JSON.stringify(toChunk(value))
  return `data: ${clean}\n\n`
}

async function readError({ status, body }: RawResponse): Promise<CleanBody> {
  const reader = new BodyReader(body, maxErrorBytes, 'error')
  const pieces: string[] = []
  for (let text = await reader.next(); typeof text === 'string'; text = await reader.next()) {
    pieces.push(text)
  }
  return toError(readFailure(parse(pieces.join('')), status) ?? { ...nameless, status })
}

const nameless: ProviderFailure = {
  status: undefined,
  code: undefined,
  type: undefined,
  param: undefined,
  message: '',
  retryAfterMs: undefined
}

function toError(failure: ProviderFailure): CleanBody {
  const { status = badGateway, retryAfterMs } = failure
  return { status, text: errorBody(failure), retryAfterMs }
}

function errorBody({ status, code, type, param, message }: ProviderFailure): string {
  return JSON.stringify({ error: { message, type, param, code, status } })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The parts of a response that the SDK reads. */
function toResponse(
  url: string,
  { status, headers, text = '', events, retryAfterMs }: CleanBody & Omit<RawResponse, 'body'>
): Response {
  const clean = new Headers(headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) clean.delete(name)
  clean.set('content-type', events === undefined ? 'application/json' : 'text/event-stream')
  if (retryAfterMs !== undefined && !clean.has('retry-after')) {
    clean.set('retry-after-ms', String(retryAfterMs))
  }
  const response = {
    status,
    ok: status >= 200 && status < 300,
    url,
    headers: clean,
    text: () => Promise.resolve(text),
    json: () => Promise.resolve(parse(text)),
    body: events
  }
  return response as unknown as Response
}

const decoders: Readonly<Record<string, (() => NodeJS.ReadWriteStream & Readable) | undefined>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
  zstd: createZstdDecompress
}

/** Some servers compress despite `accept-encoding: identity`. */
function inflated({ headers, body }: RawResponse): Readable {
  const decode = decoders[headers.get('content-encoding')?.trim().toLowerCase() ?? '']
  if (decode === undefined) return body
  const decoder = decode()
  body.once('error', error => decoder.destroy(error))
  decoder.once('close', () => body.destroy())
  return body.pipe(decoder)
}
