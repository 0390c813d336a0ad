import { answerOf, type Answer, type WithResponse } from './answer.js'
import type { AttemptReport, CallOptions, JiraiyaClientOptions } from './client-options.js'
import { Credentials, type Secrets } from './credentials.js'
import { errorOfResponse, fieldsOf } from './error-of-response.js'
import { createClient, createConfig, type Client, type Config } from './generated/client/index.js'
import {
  ConnectionError,
  ConnectionTimeoutError,
  JiraiyaError,
  UnexpectedResponseError,
  type SentIds
} from './jiraiya-error.js'
import { AttemptSignal } from './attempt-signal.js'
import { userAgent } from './options/environment.js'
import { InvalidOptionsError } from './options/invalid-options-error.js'
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

/** One attempt of a call. */
interface Attempt {
  readonly ids: SentIds
  readonly secrets: Secrets
  readonly signal: AttemptSignal
}

/** Sends calls: adds credentials and ids, applies timeouts and retries, and maps errors. */
export class Transport {
  private readonly client: Client
  private readonly credentials: Credentials

  constructor(private readonly options: JiraiyaClientOptions) {
    const { baseUrl = '', fetch } = options
    // The service never redirects, and a followed redirect would forward the API key.
    const config = { baseUrl, redirect: 'manual', ...(fetch && { fetch }) } as const
    this.client = createClient(createConfig(config))
    this.credentials = new Credentials(options)
  }

  /** Sends a call whose response is JSON. */
  request<T>(send: Send<T>, call: Call): Answer<T> {
    return answerOf(this.send(send, call), body => body)
  }

  /** The same, and returns `data` of Kuybi's envelope. */
  requestData<T>(send: Send<{ readonly data: T }>, call: Call): Answer<T> {
    return answerOf(this.send(send, { ...call, isEnveloped: true }), ({ data }) => data)
  }

  /** Sends a call whose response is empty (204). */
  requestNothing(send: Send<unknown>, call: Call): Answer<void> {
    return answerOf(this.send(send, call), () => undefined)
  }

  private send<T>(send: Send<T>, call: Call): Promise<WithResponse<T>> {
    const { timeouts = {} } = this.options
    const timeoutMs = call.timeoutMs ?? timeouts.otherMs ?? 30_000
    return this.attempts(call, timeoutMs, async attempt => {
      const { data, response } = await this.exchange(send, call, attempt)
      if (!isOurs(response, data, call))
        throw new UnexpectedResponseError(response.status, attempt.ids)
      attempt.signal.close()
      return { data: data as T, response }
    })
  }

  /** Opens a stream. Resolves with its first event; after that there are no retries. */
  openStream(send: Send<unknown>, call: Call): Promise<OpenedStream> {
    const { timeouts = {} } = this.options
    const idleMs = call.timeoutMs ?? timeouts.streamIdleMs ?? 45_000
    return this.attempts(call, idleMs, async attempt => {
      const { response } = await this.exchange(send, call, attempt)
      if (!isEventStream(response)) throw new UnexpectedResponseError(response.status, attempt.ids)
      const events = storyEvents(response, attempt.ids, attempt.signal)
      return { first: await events.next(), events }
    })
  }

  private attempts<T>(
    call: Call,
    timeoutMs: number,
    work: (attempt: Attempt) => Promise<T>
  ): Promise<T> {
    const correlationId = call.correlationId ?? valueOf(this.options.correlationId) ?? randomId()
    const once = async (secrets: Secrets): Promise<T> => {
      call.signal?.throwIfAborted()
      const ids = { requestId: randomId(), correlationId }
      const signal = new AttemptSignal(timeoutMs, call.signal)
      try {
        return await work({ ids, secrets, signal })
      } catch (error) {
        signal.close()
        throw error
      }
    }
    const withRenewal = async (): Promise<T> => {
      call.signal?.throwIfAborted()
      const secrets = await this.credentials.read()
      try {
        return await once(secrets)
      } catch (error) {
        const renewed = await this.credentials.renewedAfter(error, secrets)
        if (renewed === undefined) throw error
        return once(renewed)
      }
    }
    return retrying(withRenewal, { ...this.options.retry, ...call.retry }, call.signal)
  }

  private async exchange<T>(
    send: Send<T>,
    call: Call,
    { ids, secrets, signal: attempt }: Attempt
  ): Promise<Outcome<T> & { readonly response: Response }> {
    const auth: Sending['auth'] = ({ scheme }) =>
      scheme === 'bearer' ? secrets.token : secrets.apiKey
    const headers = this.headers(call, ids)
    const { client } = this
    const { signal } = attempt
    const beganAt = performance.now()
    const outcome = await attempt.wait(() => send({ client, auth, headers, signal }))
    const { error, request, response } = outcome
    const isAnswer = response !== undefined && (call.isAnswer?.(response.status, error) ?? false)
    const failure = error === undefined || isAnswer ? undefined : failureOf(outcome, ids, attempt)
    if (request !== undefined)
      this.report({
        method: request.method,
        url: addressOf(request),
        status: response?.status ?? 0,
        durationMs: performance.now() - beganAt,
        ...ids,
        ...(failure instanceof JiraiyaError && { code: failure.code })
      })
    if (response !== undefined && isAnswer) return { ...outcome, response, data: error as T }
    if (response !== undefined && failure === undefined) return { ...outcome, response }
    attempt.throwIfCallerAborted()
    throw failure
  }

  private report(attempt: AttemptReport): void {
    try {
      this.options.onAttempt?.(attempt)
    } catch {
      // A fault of a logger must not cost a story.
    }
  }

  private headers(call: Call, ids: SentIds): Record<string, string> {
    const actAs = call.actAs ?? this.options.actAs
    return {
      ...userAgent,
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
  // Nothing was sent, because a header or the body is invalid.
  if (request === undefined) return new InvalidOptionsError([messageOf(error)], { cause: error })
  if (response === undefined) {
    const message = `The story service at ${addressOf(request)} cannot be reached${reasonOf(error)}`
    return new ConnectionError(message, ids, { cause: error })
  }
  if (!isThrown(error)) return errorOfResponse(response, error, ids)
  return fieldsOf(error)['name'] === 'SyntaxError'
    ? new UnexpectedResponseError(response.status, ids)
    : new ConnectionError(
        `The connection to ${addressOf(response)} was lost in the middle of the response`,
        ids,
        { cause: error }
      )
}

/** Without the query, which may contain a keyword. */
function addressOf({ url }: { readonly url: string }): string {
  return url.split('?', 1).join('')
}

function messageOf(error: unknown): string {
  const { message } = fieldsOf(error)
  return typeof message === 'string' ? message : 'the request is invalid'
}

/** Node's fetch puts the reason into its cause, for example the code ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const { code, message } = fieldsOf(fieldsOf(error)['cause'])
  const reason = [code, message].find(text => typeof text === 'string')
  return reason === undefined ? '' : ` (${reason})`
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

function valueOf(id: JiraiyaClientOptions['correlationId']): string | undefined {
  return typeof id === 'function' ? id() : id
}
