/** The dashboard's side: a page that calls Jiraiya with the token Kuybi gave its user. */

/** What is asked for. Only keywords and genre are needed; lengths are in words. */
export interface StoryWish {
  readonly keywords: readonly string[]
  readonly genre: string
  readonly tone?: 'neutral' | 'humorous' | 'dark' | 'epic' | 'romantic' | 'mysterious' | 'dramatic'
  readonly max_length?: number
  readonly min_length?: number
  readonly language?: string
  readonly audience?: 'general' | 'children' | 'teen' | 'adult'
}

/** What comes back. Title and content are plain text: show them as text, never as HTML. */
export interface Story {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly keywords_used: readonly string[]
  readonly keywords_missing: readonly string[]
  readonly word_count: number
  readonly model: string
  /** Written a few minutes before, for the same wish of the same user. */
  readonly cached: boolean
  readonly cost_usd: number
  readonly correlation_id: string
}

/** The wish for a story that is told: this route has Kuybi's spelling. */
export type TellingWish = Omit<StoryWish, 'max_length' | 'min_length'> & {
  readonly maxLength?: number
  readonly minLength?: number
}

/** A story that was told, once it is whole; the answer of `POST /stories` holds more. */
export interface StoryStreamAssembler {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly keywordsUsed: readonly string[]
  readonly keywordsMissing: readonly string[]
  readonly wordCount: number
  readonly model: string
  readonly cached: boolean
  readonly costUsd: number
  /** What Kuybi's create-story form posts, as it stands. */
  readonly draft: Readonly<Record<string, unknown>>
}

/** What is heard of a story while it is written, in this order. */
export type StoryEvent =
  /** It begins; after a lost connection it begins anew, so clear what is shown. */
  | { readonly name: 'meta'; readonly storyId: string; readonly model: string }
  | { readonly name: 'title'; readonly text: string }
  /** The next stretch of the content; put together they are the content. */
  | { readonly name: 'delta'; readonly text: string }
  /** All that is known of it. Without this the story is not whole. */
  | { readonly name: 'done'; readonly story: StoryStreamAssembler }

/** An error answer, or the last event of a stream: the one body that all of them have. */
export class JiraiyaError extends Error {
  readonly status: number
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined
  /** What to quote to support: it finds the call's log lines. */
  readonly requestId: string

  constructor(response: Response, body: Fields, retryMs?: number) {
    const error = fieldsOf(body['error'])
    super(textOf(body['message']) ?? `The story service answered with ${response.status}`)
    this.name = 'JiraiyaError'
    // An event comes under the status 200 of its stream.
    this.status = Number(body['statusCode'] ?? response.status)
    this.code = textOf(error['code']) ?? 'UNKNOWN'
    this.retryable = error['retryable'] === true
    const retryAfter = error['retryAfter'] ?? response.headers.get('Retry-After')
    this.retryAfterSeconds = secondsOf(retryAfter) ?? (retryMs && retryMs / 1000)
    this.requestId = textOf(body['requestId']) ?? response.headers.get('X-Request-ID') ?? ''
  }
}

export interface Jiraiya {
  /** Where the service is, without a path. */
  readonly url: string
  /** The user's Kuybi token as it is now: it may be renewed while the page is open. */
  readonly token: () => string
  /** Longer than the service's own deadline of 120 s, so that its answer says what happened. */
  readonly timeoutMs?: number
}

export interface Asking {
  readonly signal: AbortSignal
  /** For the button "again": another story, where the same wish would give the one of before. */
  readonly another?: boolean
  /** Names this one story, for a day; without it each call names its own. */
  readonly idempotencyKey?: string
}

/**
 * One story. Aborting the signal closes the connection, which stops the model.
 * @throws JiraiyaError for an error answer; what fetch throws when there was none
 */
export async function generateStory(
  jiraiya: Jiraiya,
  wish: StoryWish,
  asking: Asking
): Promise<Story> {
  const response = await post(jiraiya, '/api/v1/generate', wish, asking)
  const text = await response.text()
  if (!response.ok) throw new JiraiyaError(response, parse(text))
  return JSON.parse(text) as Story
}

const mostAttempts = 3

/**
 * One story, heard while it is written. Reading slowly slows the model; leaving the loop, or aborting
 * the signal, stops it. Asks again by itself where the connection was lost or the instance ended, by
 * one key: a story that was finished meanwhile is told from its beginning and costs nothing more.
 * @throws JiraiyaError before the first event or after it; what fetch throws
 */
export async function* tellStory(
  jiraiya: Jiraiya,
  wish: TellingWish,
  asking: Asking
): AsyncGenerator<StoryEvent, void, undefined> {
  const idempotencyKey = asking.idempotencyKey ?? crypto.randomUUID()
  for (let attempt = 1; ; attempt++) {
    try {
      yield* tellOnce(jiraiya, wish, { ...asking, idempotencyKey })
      return
    } catch (error) {
      const waitMs = attempt < mostAttempts ? askAgainInMs(error) : undefined
      if (waitMs === undefined) throw error
      await pause(waitMs, asking.signal)
    }
  }
}

async function* tellOnce(
  jiraiya: Jiraiya,
  wish: TellingWish,
  asking: Asking
): AsyncGenerator<StoryEvent, void, undefined> {
  const response = await post(jiraiya, '/api/v1/stories/stream', wish, asking)
  if (!response.ok || !response.body) throw new JiraiyaError(response, parse(await response.text()))
  const events = new EventReader()
  for await (const text of textOfBody(response.body)) {
    for (const { name, data } of events.push(text)) {
      asking.signal.throwIfAborted()
      if (name === 'error') throw new JiraiyaError(response, data, events.retryMs)
      yield { ...data, name } as StoryEvent
      if (name === 'done') return
    }
  }
  // As fetch says it of a connection that breaks.
  throw new TypeError('The stream ended before the story did')
}

/** Only where nobody has said no: for the rest the page offers "try again". */
function askAgainInMs(error: unknown): number | undefined {
  if (fieldsOf(error)['name'] === 'TypeError') return 500 + Math.random() * 1000
  if (!(error instanceof JiraiyaError)) return undefined
  const { code, retryAfterSeconds = 1 } = error
  const canAttempt = code === 'SHUTTING_DOWN' || code === 'IDEMPOTENCY_IN_PROGRESS'
  return canAttempt ? retryAfterSeconds * 1000 : undefined
}

function post(
  { url, token, timeoutMs = 130_000 }: Jiraiya,
  path: string,
  body: object,
  { signal, another = false, idempotencyKey }: Asking
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token()}`,
      'Content-Type': 'application/json',
      'X-Request-ID': crypto.randomUUID(),
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
      ...(another && { 'Cache-Control': 'no-cache' })
    },
    body: JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  })
}

/** Text as it arrives. Leaving it closes the connection. */
async function* textOfBody(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

interface RawEvent {
  readonly name: string
  readonly data: Fields
}

/** Server-sent events (WHATWG HTML, 9.2.6) out of text that is split anywhere. */
class EventReader {
  /** What the service said last of when to come again. */
  retryMs: number | undefined
  private rest = ''
  private name = ''
  private data: string[] = []

  /** Those that are whole now. Comments keep the connection awake and say nothing. */
  push(text: string): readonly RawEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/)
    this.rest = lines.pop() ?? ''
    return lines.flatMap(line => (line === '' ? this.dispatch() : this.take(line)))
  }

  private take(line: string): readonly RawEvent[] {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []
    if (field === 'event') this.name = value
    if (field === 'data') this.data.push(value)
    if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value)
    return []
  }

  private dispatch(): readonly RawEvent[] {
    const { name, data } = this
    this.name = ''
    this.data = []
    return data.length === 0 ? [] : [{ name, data: parse(data.join('\n')) }]
  }
}

/** Resolves after so many milliseconds; rejects with the signal's reason when that comes first. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave)
      resolve()
    }, ms)
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}

/** What the page does next. */
export type Outcome<S = Story> =
  | { readonly kind: 'story'; readonly story: S }
  /** The user, or the page, ended the call: there is nothing to show. */
  | { readonly kind: 'stopped' }
  /** The user's own token is bad. Nothing else is ever a 401. */
  | { readonly kind: 'log-out' }
  /** Offer "try again", at the earliest after so many seconds. */
  | { readonly kind: 'try-later'; readonly message: string; readonly afterSeconds: number }
  /** Trying the same again is of no use: show the text. 403 is among these. */
  | { readonly kind: 'failed'; readonly message: string; readonly requestId: string }

/** A page's one story at a time: a new wish, or leaving the page, stops the one before. */
export class StoryDesk {
  private readonly jiraiya: Jiraiya
  private running = new AbortController()

  constructor(jiraiya: Jiraiya) {
    this.jiraiya = jiraiya
  }

  write(wish: StoryWish, another = false): Promise<Outcome> {
    return this.run(signal => generateStory(this.jiraiya, wish, { signal, another }))
  }

  /** The same, shown while it is written. What `show` takes its time for, the model waits for. */
  tell(
    wish: TellingWish,
    show: (event: StoryEvent) => void | Promise<void>,
    another = false
  ): Promise<Outcome<StoryStreamAssembler>> {
    return this.run(async signal => {
      for await (const event of tellStory(this.jiraiya, wish, { signal, another })) {
        await show(event)
        if (event.name === 'done') return event.story
      }
      throw new Error('A story that is told ends with done, or with an error')
    })
  }

  /** For the "stop" button and for `onUnmounted`. */
  stop(): void {
    this.running.abort()
  }

  private async run<S>(ask: (signal: AbortSignal) => Promise<S>): Promise<Outcome<S>> {
    this.stop()
    const { signal } = (this.running = new AbortController())
    try {
      return { kind: 'story', story: await ask(signal) }
    } catch (error) {
      return signal.aborted ? { kind: 'stopped' } : outcomeOf(error)
    }
  }
}

function outcomeOf(error: unknown): Outcome<never> {
  if (!(error instanceof JiraiyaError)) {
    // No answer at all: offline, the time-out above, or an origin that CORS_ORIGINS does not hold.
    return { kind: 'try-later', message: 'The story service cannot be reached', afterSeconds: 5 }
  }
  const { status, message, retryable, retryAfterSeconds: afterSeconds = 5, requestId } = error
  if (status === 401) return { kind: 'log-out' }
  return retryable
    ? { kind: 'try-later', message, afterSeconds }
    : { kind: 'failed', message, requestId }
}

type Fields = Readonly<Record<string, unknown>>

/** A proxy on the way may answer with a page of its own, so nothing is taken for granted. */
function parse(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return {}
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function secondsOf(value: unknown): number | undefined {
  const seconds = Number(value ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}
