import type { CallOptions, JiraiyaClientOptions, Secret } from './client-options.js'
import { errorOfAnswer, fieldsOf } from './error-of-answer.js'
import { createClient, createConfig, type Client, type Config } from './generated/client/index.js'
import {
  ConnectionError,
  ConnectionTimeoutError,
  ForeignAnswerError,
  type SentIds
} from './jiraiya-error.js'
import { Patience } from './patience.js'
import { randomId } from './random-id.js'
import { retrying } from './retrying.js'
import { storyEvents, type StoryEvent } from './story-events.js'

/** What a generated call is handed. */
export interface Sending {
  readonly client: Client
  readonly auth: NonNullable<Config['auth']>
  readonly headers: Record<string, string>
  readonly signal: AbortSignal
}

/** What it comes back with. */
interface Outcome<T> {
  readonly data?: T
  readonly error?: unknown
  readonly request?: Request
  readonly response?: Response
}

type Send<T> = (sending: Sending) => Promise<Outcome<T>>

/** What one logical call has of its own, the same in all its attempts. */
export interface Call extends CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** A failure that is nevertheless the answer to what was asked. */
  readonly isAnswer?: (status: number, body: unknown) => boolean
  /** Whether the answer comes in Kuybi's envelope. */
  readonly isEnveloped?: boolean
}

/** The calls' way to the service and back: credentials, ids, time, errors, attempts. */
export class Transport {
  private readonly client: Client

  constructor(private readonly options: JiraiyaClientOptions) {
    const { baseUrl, fetch } = options
    // The service sends nobody elsewhere, and an API key would go along.
    const config = { baseUrl, redirect: 'manual', ...(fetch && { fetch }) } as const
    this.client = createClient(createConfig(config))
  }

  /** A call that is answered with JSON, or with nothing (204). */
  ask<T>(send: Send<T>, call: Call): Promise<T> {
    const { timeouts = {} } = this.options
    const timeoutMs = call.timeoutMs ?? timeouts.otherMs ?? 30_000
    return this.attempts(call, timeoutMs, async (ids, patience) => {
      try {
        const { data, response } = await this.exchange(send, call, ids, patience)
        if (!isOurs(response, data, call)) throw new ForeignAnswerError(response.status, ids)
        return data as T
      } finally {
        patience.close()
      }
    })
  }

  /** The same for answers in Kuybi's envelope. */
  async open<T>(send: Send<{ readonly data: T }>, call: Call): Promise<T> {
    return (await this.ask(send, { ...call, isEnveloped: true })).data
  }

  /** A story, once its first event is there; from then on nothing is asked again. */
  hear(send: Send<unknown>, call: Call): Promise<HeardStory> {
    const { timeouts = {} } = this.options
    const silenceMs = call.timeoutMs ?? timeouts.streamSilenceMs ?? 45_000
    return this.attempts(call, silenceMs, async (ids, patience) => {
      try {
        const { response } = await this.exchange(send, call, ids, patience)
        if (!isEventStream(response)) throw new ForeignAnswerError(response.status, ids)
        const events = storyEvents(response, ids, patience)
        return { first: await events.next(), events }
      } catch (error) {
        patience.close()
        throw error
      }
    })
  }

  private attempts<T>(
    call: Call,
    timeoutMs: number,
    attempt: (ids: SentIds, patience: Patience) => Promise<T>
  ): Promise<T> {
    const correlationId = call.correlationId ?? valueOf(this.options.correlationId) ?? randomId()
    const retry = { ...this.options.retry, ...call.retry }
    const once = (): Promise<T> => {
      call.signal?.throwIfAborted()
      const ids = { requestId: randomId(), correlationId }
      return attempt(ids, new Patience(timeoutMs, call.signal))
    }
    return retrying(once, retry, call.signal)
  }

  private async exchange<T>(
    send: Send<T>,
    call: Call,
    ids: SentIds,
    patience: Patience
  ): Promise<Outcome<T> & { readonly response: Response }> {
    const auth = await this.credentials()
    const headers = this.headers(call, ids)
    const { client } = this
    const { signal } = patience
    const outcome = await patience.wait(() => send({ client, auth, headers, signal }))
    const { error, response } = outcome
    if (response !== undefined && error === undefined) return { ...outcome, response }
    if (response !== undefined && call.isAnswer?.(response.status, error))
      return { ...outcome, response, data: error as T }
    patience.throwIfCallerLeft()
    throw failureOf(outcome, ids, patience)
  }

  /** For each attempt anew: a token may have been renewed meanwhile. */
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

/** A story whose first event was waited for. */
export interface HeardStory {
  readonly first: IteratorResult<StoryEvent, void>
  readonly events: AsyncGenerator<StoryEvent, void, undefined>
}

function failureOf(
  { error, request, response }: Outcome<unknown>,
  ids: SentIds,
  patience: Patience
): unknown {
  if (patience.isOver) return new ConnectionTimeoutError(patience.timeoutMs, ids)
  // Nothing was sent: an address or a header that cannot be. It would be the same again.
  if (request === undefined) return error
  if (response === undefined) {
    return new ConnectionError('The story service cannot be reached', ids, { cause: error })
  }
  if (!isThrown(error)) return errorOfAnswer(response, error, ids)
  return fieldsOf(error)['name'] === 'SyntaxError'
    ? new ForeignAnswerError(response.status, ids)
    : new ConnectionError('The connection was lost in the middle of the answer', ids, {
        cause: error
      })
}

/** Not `instanceof`: what fetch throws may come from another realm. */
function isThrown(error: unknown): boolean {
  return /\[object (Error|DOMException)\]/.test(Object.prototype.toString.call(error))
}

/** A proxy may say 200 to a page of its own. */
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
