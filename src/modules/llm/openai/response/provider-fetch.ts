import { Readable } from 'node:stream'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress
} from 'node:zlib'
import { APIError } from 'openai'
import type { ChatCompletionChunk } from 'openai/resources'
import { answerReader, readAnswerBody, type AnswerBody } from './answer-body.js'
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
 * Answers get the requested format, JSON or chunks, and the SDK's declared types.
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
    const clean = isStreamWanted(init)
      ? await toChunks(answer, () => reader.destroy(), raw.headers)
      : await toJson(answer)
    return toResponse(address, { ...response, ...clean })
  }
}

interface CleanBody {
  readonly status?: number
  readonly text?: string
  readonly chunks?: AsyncIterable<object>
  readonly retryAfterMs?: number | undefined
}

/**
 * The chunks of a streamed answer, which are the body of its response. They are not sent through the SDK as events,
 * because it would parse each a second time. Leaving the loop before its end closes the connection.
 */
export function chunksOf({ body }: Response): AsyncIterable<ChatCompletionChunk> {
  return body as unknown as AsyncIterable<ChatCompletionChunk>
}

/** In the SDK's JSON only a key of the body itself has quotation marks without a backslash. */
function isStreamWanted({ body }: RequestInit): boolean {
  return typeof body === 'string' && body.includes('"stream":true')
}

async function toJson(answer: AnswerBody): Promise<CleanBody> {
  if (answer.kind === 'json') return toCleanJson(answer.value, answer.text)
  const joiner = new ChunkJoiner()
  for await (const value of answer.events) {
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

async function toChunks(
  answer: AnswerBody,
  close: () => void,
  headers: Headers
): Promise<CleanBody> {
  if (answer.kind === 'json') {
    const completion: unknown = Array.isArray(answer.value) ? answer.value[0] : answer.value
    const failure = readFailure(completion)
    if (failure !== undefined) return toError(failure)
    return { chunks: Readable.from([toChunk(completion)]) }
  }
  const first = await answer.events.next()
  if (first.done === true) return { chunks: Readable.from([]) }
  const failure = readFailure(first.value)
  if (failure === undefined)
    return { chunks: restOfStream(first.value, answer.events, close, headers) }
  await answer.events.return()
  return toError(failure)
}

async function* restOfStream(
  first: unknown,
  events: AsyncIterable<unknown>,
  close: () => void,
  headers: Headers
): AsyncGenerator<object, void, void> {
  let isOver = false
  try {
    yield cleanChunk(first, headers)
    for await (const event of events) yield cleanChunk(event, headers)
    isOver = true
  } finally {
    if (!isOver) close()
  }
}

/** @throws APIError, as the SDK does, for an error within a stream */
function cleanChunk(value: unknown, headers: Headers): object {
  const failure = readFailure(value)
  if (failure !== undefined) throw new APIError(undefined, errorOf(failure), undefined, headers)
  return isCleanChunk(value) ? (value as object) : toChunk(value)
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
  return { status, text: JSON.stringify({ error: errorOf(failure) }), retryAfterMs }
}

function errorOf({ status, code, type, param, message }: ProviderFailure): object {
  return { message, type, param, code, status }
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
  { status, headers, text = '', chunks, retryAfterMs }: CleanBody & Omit<RawResponse, 'body'>
): Response {
  const clean = new Headers(headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) clean.delete(name)
  clean.set('content-type', chunks === undefined ? 'application/json' : 'text/event-stream')
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
    body: chunks
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
