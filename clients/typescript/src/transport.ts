import type { CallOptions, JiraiyaClientOptions, Secret } from './client-options.js'
import { errorOfResponse, fieldsOf } from './error-of-response.js'
import { createClient, createConfig, type Client, type Config } from './generated/client/index.js'
import {
  ConnectionError,
  ConnectionTimeoutError,
  UnexpectedResponseError,
  type SentIds
} from './jiraiya-error.js'
import { AttemptSignal } from './attempt-signal.js'
import { randomId } from './random-id.js'
import { retrying } from './retrying.js'
import { storyEvents, type StoryEvent } from './story-events.js'

/** Arguments of a generated call. */
export interface Sending {
  readonly client: Client
  readonly auth: NonNullable<Config['auth']>
  readonly headers: Record<string, string>
  readonly signal: AbortSignal
}

/** Result of a generated call. */
interface Outcome<T> {
  readonly data?: T
  readonly error?: unknown
  readonly request?: Request
  readonly response?: Response
}

type Send<T> = (sending: Sending) => Promise<Outcome<T>>

/** Options of one logical call, which all its attempts share. */
export interface Call extends CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Whether an error response is a valid result, for example a 503 health report. */
  readonly isAnswer?: (status: number, body: unknown) => boolean
  /** Whether the response has Kuybi's envelope. */
  readonly isEnveloped?: boolean
}

/** Sends calls: adds credentials and ids, applies timeouts and retries, and maps errors. */
export class Transport {
  private readonly client: Client

  constructor(private readonly options: JiraiyaClientOptions) {
    const { baseUrl, fetch } = options
    // The service never redirects, and a followed redirect would forward the API key.
    const config = { baseUrl, redirect: 'manual', ...(fetch && { fetch }) } as const
    this.client = createClient(createConfig(config))
  }

  /** Sends a call whose response is JSON or empty (204). */
  request<T>(send: Send<T>, call: Call): Promise<T> {
    const { timeouts = {} } = this.options
    const timeoutMs = call.timeoutMs ?? timeouts.otherMs ?? 30_000
    return this.attempts(call, timeoutMs, async (ids, attempt) => {
      try {
        const { data, response } = await this.exchange(send, call, ids, attempt)
        if (!isOurs(response, data, call)) throw new UnexpectedResponseError(response.status, ids)
        return data as T
      } finally {
        attempt.close()
      }
    })
  }

  /** The same, and returns `data` of Kuybi's envelope. */
  async requestData<T>(send: Send<{ readonly data: T }>, call: Call): Promise<T> {
    return (await this.request(send, { ...call, isEnveloped: true })).data
  }

  /** Opens a stream. Resolves with its first event; after that there are no retries. */
  openStream(send: Send<unknown>, call: Call): Promise<OpenedStream> {
    const { timeouts = {} } = this.options
    const idleMs = call.timeoutMs ?? timeouts.streamIdleMs ?? 45_000
    return this.attempts(call, idleMs, async (ids, attempt) => {
      try {
        const { response } = await this.exchange(send, call, ids, attempt)
        if (!isEventStream(response)) throw new UnexpectedResponseError(response.status, ids)
        const events = storyEvents(response, ids, attempt)
        return { first: await events.next(), events }
      } catch (error) {
        attempt.close()
        throw error
      }
    })
  }

  private attempts<T>(
    call: Call,
    timeoutMs: number,
    send: (ids: SentIds, attempt: AttemptSignal) => Promise<T>
  ): Promise<T> {
    const correlationId = call.correlationId ?? valueOf(this.options.correlationId) ?? randomId()
    const retry = { ...this.options.retry, ...call.retry }
    const once = (): Promise<T> => {
      call.signal?.throwIfAborted()
      const ids = { requestId: randomId(), correlationId }
      return send(ids, new AttemptSignal(timeoutMs, call.signal))
    }
    return retrying(once, retry, call.signal)
  }

  private async exchange<T>(
    send: Send<T>,
    call: Call,
    ids: SentIds,
    attempt: AttemptSignal
  ): Promise<Outcome<T> & { readonly response: Response }> {
    const auth = await this.credentials()
    const headers = this.headers(call, ids)
    const { client } = this
    const { signal } = attempt
    const outcome = await attempt.wait(() => send({ client, auth, headers, signal }))
    const { error, response } = outcome
    if (response !== undefined && error === undefined) return { ...outcome, response }
    if (response !== undefined && call.isAnswer?.(response.status, error))
      return { ...outcome, response, data: error as T }
    attempt.throwIfCallerAborted()
    throw failureOf(outcome, ids, attempt)
  }

  /** Read for each attempt, because a token may have been renewed. */
  private async credentials(): Promise<Sending['auth']> {
    const token = await secretOf(this.options.token)
    const apiKey = await secretOf(this.options.apiKey)
    return ({ scheme }) => (scheme === 'bearer' ? token : apiKey)
  }

  private headers(call: Call, ids: SentIds): Record<string, string> {
    const actAs = call.actAs ?? this.options.actAs
    return {
      ...call.headers,
      'X-Request-ID': ids.requestId,
      'X-Correlation-ID': ids.correlationId,
      ...(actAs !== undefined && { 'X-User-ID': actAs })
    }
  }
}

/** A stream whose first event has arrived. */
export interface OpenedStream {
  readonly first: IteratorResult<StoryEvent, void>
  readonly events: AsyncGenerator<StoryEvent, void, undefined>
}

function failureOf(
  { error, request, response }: Outcome<unknown>,
  ids: SentIds,
  attempt: AttemptSignal
): unknown {
  if (attempt.timedOut) return new ConnectionTimeoutError(attempt.timeoutMs, ids)
  // Nothing was sent because the URL or a header is invalid. A retry would fail in the same way.
  if (request === undefined) return error
  if (response === undefined) {
    return new ConnectionError('The story service cannot be reached', ids, { cause: error })
  }
  if (!isThrown(error)) return errorOfResponse(response, error, ids)
  return fieldsOf(error)['name'] === 'SyntaxError'
    ? new UnexpectedResponseError(response.status, ids)
    : new ConnectionError('The connection was lost in the middle of the response', ids, {
        cause: error
      })
}

/** Does not use `instanceof`, because an error of fetch may come from another realm. */
function isThrown(error: unknown): boolean {
  return /\[object (Error|DOMException)\]/.test(Object.prototype.toString.call(error))
}

/** A proxy may return its own page with status 200. */
function isOurs({ status, headers }: Response, data: unknown, { isEnveloped }: Call): boolean {
  if (status === 204) return true
  const isJson = headers.get('Content-Type')?.startsWith('application/json') ?? false
  return isJson && (!isEnveloped || fieldsOf(data)['success'] === true)
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('Content-Type')?.startsWith('text/event-stream') ?? false
}

function secretOf(secret: Secret | undefined): string | Promise<string> | undefined {
  return typeof secret === 'function' ? secret() : secret
}

function valueOf(id: JiraiyaClientOptions['correlationId']): string | undefined {
  return typeof id === 'function' ? id() : id
}
