/** A backend's side: Node 20.3 or newer, with nothing but its own crypto and fetch. */

import { createHmac, randomUUID } from 'node:crypto'

/** How this backend proves who it is. */
export type Credential =
  | { readonly kind: 'api-key'; readonly key: string }
  | {
      readonly kind: 'service'
      /** SERVICE_JWT_SECRET of the service. */
      readonly secret: string
      /** Who signs: the name of this backend. */
      readonly issuer: string
      /** The name that SERVICE_SCOPES gives scopes to. */
      readonly subject: string
    }

export interface JiraiyaOptions {
  /** Where the service is, without a path. */
  readonly url: string
  readonly credential: Credential
  /** One call: longer than the service's own deadline of 120 s. */
  readonly callTimeoutMs?: number
  /** No attempt begins later than this after the first. */
  readonly retryWithinMs?: number
  readonly maxAttempts?: number
}

/** What is asked for. Only keywords and genre are needed; lengths are in words. */
export interface StoryWish {
  readonly keywords: readonly string[]
  readonly genre: string
  readonly tone?: string
  readonly max_length?: number
  readonly min_length?: number
  readonly language?: string
  readonly audience?: string
}

export interface Story {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly keywords_used: readonly string[]
  readonly keywords_missing: readonly string[]
  readonly word_count: number
  readonly model: string
  readonly cached: boolean
  readonly usage: {
    readonly prompt_tokens: number
    readonly completion_tokens: number
    readonly total_tokens: number
  }
  readonly cost_usd: number
  readonly correlation_id: string
}

/** The same for `POST /stories`, which speaks camelCase and refuses fields that it does not know. */
export interface NewStory extends Omit<StoryWish, 'max_length' | 'min_length'> {
  readonly maxLength?: number
  readonly minLength?: number
}

/** A kept story; there is more in it than is named here. */
export interface KeptStory {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly keywordsUsed: readonly string[]
  readonly keywordsMissing: readonly string[]
  readonly wordCount: number
  readonly cached: boolean
  readonly costUsd: number
  readonly createdAt: string
  /** What Kuybi's `POST /v1/stories` takes, as it stands. */
  readonly draft: {
    readonly title: string
    readonly details: string
    readonly type: 'STORY'
    readonly priority: 'NORMAL'
    readonly status: 'DRAFT'
    readonly tags: readonly string[]
  }
  readonly draftTruncated: boolean
}

export interface Page<T> {
  readonly results: readonly T[]
  readonly total: number
  readonly pagination: {
    readonly page: number
    readonly limit: number
    readonly totalPages: number
  }
}

export interface CallOptions {
  /** The user whom the story is for; needs the scope act-as. Without it the owner is the caller. */
  readonly userId?: string
  /** Lives across services: hand on the one that came in. */
  readonly correlationId?: string
  /**
   * Names this one story, for a day: whoever asks again with it, after a crash too, gets the same.
   * Without it the attempts of one call share one of their own.
   */
  readonly idempotencyKey?: string
  /** Another story, where the same wish would give the one of a few minutes before. */
  readonly another?: boolean
  /** Aborted when one's own caller hangs up: that stops the model. */
  readonly signal?: AbortSignal
}

export interface VisitorToken {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly expires_at: string
  readonly user_id: string
}

export interface TokenReport {
  readonly valid: true
  readonly kind: 'user' | 'api-key' | 'service' | 'issued' | 'anonymous'
  readonly name: string
  readonly owner: string
  readonly scopes: readonly string[]
  readonly claims: Readonly<Record<string, unknown>>
  readonly expires_at: string | null
}

/** An error answer, read from the one body that all of them have. */
export class JiraiyaError extends Error {
  readonly status: number
  readonly code: string
  readonly details: Fields
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string

  constructor(response: Response, body: Fields) {
    const error = fieldsOf(body['error'])
    super(textOf(body['message']) ?? `Jiraiya answered with ${response.status}`)
    this.name = 'JiraiyaError'
    this.status = response.status
    this.code = textOf(error['code']) ?? 'UNKNOWN'
    this.details = fieldsOf(error['details'])
    this.retryable = error['retryable'] === true
    this.retryAfterSeconds = secondsOf(error['retryAfter'] ?? response.headers.get('Retry-After'))
    this.requestId = textOf(body['requestId']) ?? response.headers.get('X-Request-ID') ?? ''
  }

  /** The status to hand on: that this backend's own credential is bad is not its user's fault. */
  get statusForUser(): number {
    return this.status === 401 || this.status === 403 ? 502 : this.status
  }
}

export class JiraiyaClient {
  private readonly options: Required<JiraiyaOptions>

  constructor(options: JiraiyaOptions) {
    this.options = {
      callTimeoutMs: 130_000,
      retryWithinMs: 60_000,
      maxAttempts: 3,
      ...options
    }
  }

  /**
   * A story; asks again where the service says that this may help, and where the connection was
   * lost: by the key the service knows what it has answered already.
   * @throws JiraiyaError for an error answer; what fetch throws when there was none
   */
  async generateStory(wish: StoryWish, options: CallOptions = {}): Promise<Story> {
    return (await this.ask('/api/v1/generate', wish, options)) as Story
  }

  /** The same in Kuybi's conventions, with a draft for its create-story form. */
  async createStory(wish: NewStory, options: CallOptions = {}): Promise<KeptStory> {
    return dataOf(await this.ask('/api/v1/stories', wish, options)) as KeptStory
  }

  /** The user's kept stories, or one's own; the latest first, at most 100 to a page. */
  async listStories(userId?: string, page = 1, limit = 20): Promise<Page<KeptStory>> {
    const headers = { ...ownerHeader(userId), ...credentialHeaders(this.options.credential) }
    const path = `/api/v1/stories?page=${page}&limit=${limit}`
    return dataOf(await this.send('GET', path, undefined, { headers })) as Page<KeptStory>
  }

  private async ask(path: string, wish: object, options: CallOptions): Promise<unknown> {
    const { userId, correlationId = randomUUID(), another = false, signal } = options
    const { retryWithinMs, maxAttempts } = this.options
    const lastStart = Date.now() + retryWithinMs
    const headers = {
      'X-Correlation-ID': correlationId,
      'Idempotency-Key': options.idempotencyKey ?? randomUUID(),
      ...(another && { 'Cache-Control': 'no-cache' }),
      ...ownerHeader(userId)
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.post(path, wish, { headers, signal })
      } catch (error) {
        const waitMs = attempt < maxAttempts ? retryDelayMs(error, attempt) : undefined
        if (waitMs === undefined || Date.now() + waitMs > lastStart) throw error
        await pause(waitMs, signal)
      }
    }
  }

  /**
   * A token with which a visitor's page may have and read stories, and nothing else, for 1 to 24
   * hours; needs the scope tokens:issue. The visitor's page uses it as the dashboard uses Kuybi's.
   */
  async issueVisitorToken(userId: string, hours = 1): Promise<VisitorToken> {
    const body = { user_id: userId, expires_in_hours: hours }
    return dataOf(await this.post('/api/v1/auth/token', body)) as VisitorToken
  }

  /** What a token, presented by somebody else, says and may; undefined when it is not valid. */
  async inspectToken(token: string): Promise<TokenReport | undefined> {
    try {
      const headers = { Authorization: `Bearer ${token}` }
      const path = '/api/v1/auth/validate'
      return dataOf(await this.send('POST', path, {}, { headers })) as TokenReport
    } catch (error) {
      if (error instanceof JiraiyaError && error.status === 401) return undefined
      throw error
    }
  }

  /** A call in this backend's own name. */
  private post(
    path: string,
    body: object,
    { headers = {}, signal }: Sending = {}
  ): Promise<unknown> {
    const own = credentialHeaders(this.options.credential)
    return this.send('POST', path, body, { headers: { ...headers, ...own }, signal })
  }

  private async send(
    method: 'GET' | 'POST',
    path: string,
    body: object | undefined,
    { headers, signal }: Sending
  ): Promise<unknown> {
    const { url, callTimeoutMs } = this.options
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...headers,
        ...(body && { 'Content-Type': 'application/json' }),
        'X-Request-ID': randomUUID()
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([AbortSignal.timeout(callTimeoutMs), ...(signal ? [signal] : [])])
    })
    const text = await response.text()
    if (!response.ok) throw new JiraiyaError(response, parse(text))
    return JSON.parse(text)
  }
}

interface Sending {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

function ownerHeader(userId: string | undefined): Readonly<Record<string, string>> {
  return userId === undefined ? {} : { 'X-User-ID': userId }
}

function credentialHeaders(credential: Credential): Readonly<Record<string, string>> {
  if (credential.kind === 'api-key') return { 'X-API-Key': credential.key }
  return { Authorization: `Bearer ${serviceToken(credential)}` }
}

/** A token for this one call (RFC 7519, HS256): of a minute, where an hour is the most allowed. */
export function serviceToken(
  { secret, issuer, subject }: Extract<Credential, { kind: 'service' }>,
  lifeSeconds = 60
): string {
  const iat = Math.floor(Date.now() / 1000)
  const exp = iat + lifeSeconds
  const claims = { typ: 'service', iss: issuer, sub: subject, aud: 'jiraiya', iat, exp }
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

/** Until another attempt makes sense; undefined where it does not. */
function retryDelayMs(error: unknown, attempt: number): number | undefined {
  // Full jitter where no time is given, so that many callers do not come back together.
  const jitterMs = Math.random() * 2 ** attempt * 1000
  // What fetch throws for a connection that was refused or lost; time-outs and aborts are others.
  if (fieldsOf(error)['name'] === 'TypeError') return jitterMs
  if (!(error instanceof JiraiyaError) || !error.retryable) return undefined
  const { retryAfterSeconds } = error
  return retryAfterSeconds === undefined ? jitterMs : retryAfterSeconds * 1000
}

/** Resolves after so many milliseconds; rejects with the signal's reason when that comes first. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, ms)
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave, { once: true })
  })
}

type Fields = Readonly<Record<string, unknown>>

/** The auth routes answer in Kuybi's envelope. */
function dataOf(envelope: unknown): unknown {
  return fieldsOf(envelope)['data']
}

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
