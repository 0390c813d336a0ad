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

/** An error answer, read from the one body that all of them have. */
export class JiraiyaError extends Error {
  readonly status: number
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined
  /** What to quote to support: it finds the call's log lines. */
  readonly requestId: string

  constructor(response: Response, body: Fields) {
    const error = fieldsOf(body['error'])
    super(textOf(body['message']) ?? `The story service answered with ${response.status}`)
    this.name = 'JiraiyaError'
    this.status = response.status
    this.code = textOf(error['code']) ?? 'UNKNOWN'
    this.retryable = error['retryable'] === true
    this.retryAfterSeconds = secondsOf(error['retryAfter'] ?? response.headers.get('Retry-After'))
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
}

/**
 * One story. Aborting the signal closes the connection, which stops the model.
 * @throws JiraiyaError for an error answer; what fetch throws when there was none
 */
export async function generateStory(
  { url, token, timeoutMs = 130_000 }: Jiraiya,
  wish: StoryWish,
  { signal, another = false }: Asking
): Promise<Story> {
  const response = await fetch(`${url}/api/v1/generate`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token()}`,
      'Content-Type': 'application/json',
      'X-Request-ID': crypto.randomUUID(),
      ...(another && { 'Cache-Control': 'no-cache' })
    },
    body: JSON.stringify(wish),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  })
  const text = await response.text()
  if (!response.ok) throw new JiraiyaError(response, parse(text))
  return JSON.parse(text) as Story
}

/** What the page does next. */
export type Outcome =
  | { readonly kind: 'story'; readonly story: Story }
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

  async write(wish: StoryWish, another = false): Promise<Outcome> {
    this.stop()
    const { signal } = (this.running = new AbortController())
    try {
      return { kind: 'story', story: await generateStory(this.jiraiya, wish, { signal, another }) }
    } catch (error) {
      return signal.aborted ? { kind: 'stopped' } : outcomeOf(error)
    }
  }

  /** For the "stop" button and for `onUnmounted`. */
  stop(): void {
    this.running.abort()
  }
}

function outcomeOf(error: unknown): Outcome {
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
