/** What is kept and counted: stories, usage, budgets, audit. With fetch, and nothing else. */

export interface Access {
  /** Where the service is, without a path. */
  readonly url: string
  /** `{ 'X-API-Key': … }` or `{ Authorization: 'Bearer …' }`; `X-User-ID` beside it where that is allowed. */
  readonly headers: Readonly<Record<string, string>>
}

export interface StoryFilter {
  readonly genre?: string
  readonly tone?: string
  readonly audience?: string
  readonly language?: string
  readonly keyword?: string
  /** A day (UTC) or a time with its offset; the end counts in. */
  readonly createdFrom?: string
  readonly createdTo?: string
  readonly sortBy?: 'createdAt' | 'title' | 'wordCount'
  readonly sortOrder?: 'ASC' | 'DESC'
}

export interface KeptStory {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly keywords: readonly string[]
  readonly wordCount: number
  readonly createdAt: string
}

interface Page<T> {
  readonly results: readonly T[]
  readonly total: number
  readonly pagination: { readonly page: number; readonly totalPages: number }
}

/** All that fit, page by page. Stories that come or go meanwhile may be met twice, or not at all. */
export async function* keptStories(
  access: Access,
  filter: StoryFilter = {}
): AsyncGenerator<KeptStory, void, undefined> {
  for (let page = 1; ; page++) {
    const query = { ...filter, page: String(page), limit: '100' }
    const { results, pagination } = await ask<Page<KeptStory>>(
      access,
      'GET',
      `/api/v1/stories?${new URLSearchParams(query).toString()}`
    )
    yield* results
    if (page >= pagination.totalPages) return
  }
}

/** @throws RefusedCall with the status 404 where the owner has none of that id */
export function readStory(access: Access, id: string): Promise<KeptStory> {
  return ask(access, 'GET', `/api/v1/stories/${id}`)
}

/** For good: text, cache and replays. */
export function deleteStory(access: Access, id: string): Promise<void> {
  return ask(access, 'DELETE', `/api/v1/stories/${id}`)
}

export interface Usage {
  readonly owner: string
  readonly today: { readonly generations: number; readonly costUsd: number }
  readonly month: { readonly generations: number; readonly costUsd: number }
  readonly budgets: readonly {
    readonly period: string
    readonly unit: string
    readonly remaining: number
  }[]
  readonly limits: readonly { readonly policy: string; readonly remaining: number }[]
}

export function readUsage(access: Access): Promise<Usage> {
  return ask(access, 'GET', '/api/v1/usage')
}

export interface DayOfBill {
  readonly day: string
  readonly attempts: number
  /** What the provider is paid, and which part of it is charged to owners. */
  readonly costUsd: number
  readonly chargedUsd: number
}

/** A month has no more days than a page holds. Needs the scope admin, as all below. */
export async function billByDay(
  access: Access,
  from: string,
  to: string
): Promise<readonly DayOfBill[]> {
  const query = new URLSearchParams({ groupBy: 'day', limit: '100', from, to }).toString()
  return (await ask<Page<DayOfBill>>(access, 'GET', `/api/v1/admin/usage?${query}`)).results
}

/** What is null or left out is unlimited. Dollars as text lose nothing on the way. */
export interface Budget {
  readonly dailyUsd?: string | number | null
  readonly monthlyUsd?: string | number | null
  readonly dailyTokens?: number | null
  readonly monthlyTokens?: number | null
}

/** Of an owner like `user:4711`, `key:backend` or `service:kuybi`. */
export function setBudget(access: Access, owner: string, budget: Budget): Promise<object> {
  return ask(access, 'PUT', `/api/v1/admin/budgets/${owner}`, budget)
}

export interface AuditEvent {
  readonly at: string
  readonly action: string
  readonly actor: string | null
  readonly owner: string | null
  readonly details: Readonly<Record<string, unknown>>
}

/** The newest, at most a hundred. Reading is an event too. */
export async function auditOf(access: Access, owner: string): Promise<readonly AuditEvent[]> {
  const query = new URLSearchParams({ owner, limit: '100' }).toString()
  return (await ask<Page<AuditEvent>>(access, 'GET', `/api/v1/admin/audit?${query}`)).results
}

/** All stories of an owner, as many answers as it takes. */
export async function* exportedStories(
  access: Access,
  owner: string
): AsyncGenerator<KeptStory, void, undefined> {
  let after: string | null = ''
  while (after !== null) {
    const { stories, next }: Export = await ask(
      access,
      'GET',
      `/api/v1/admin/owners/${owner}/export${after && `?after=${after}`}`
    )
    yield* stories
    after = next
  }
}

interface Export {
  readonly stories: readonly KeptStory[]
  /** Where the next answer begins; null with the last. */
  readonly next: string | null
}

export async function eraseOwner(access: Access, owner: string): Promise<number> {
  const path = `/api/v1/admin/owners/${owner}`
  const { storiesDeleted } = await ask<{ storiesDeleted: number }>(access, 'DELETE', path)
  return storiesDeleted
}

/** The service said no; `code` says why. */
export class RefusedCall extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, message: string, code: string) {
    super(message)
    this.name = 'RefusedCall'
    this.status = status
    this.code = code
  }
}

async function ask<T>(
  { url, headers }: Access,
  method: string,
  path: string,
  body?: object
): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) })
  })
  if (response.status === 204) return undefined as T
  const answer = (await response.json()) as {
    readonly data: T
    readonly message?: string
    readonly error?: { readonly code: string }
  }
  const { data, message = '', error } = answer
  if (!response.ok) throw new RefusedCall(response.status, message, error?.code ?? 'UNKNOWN')
  return data
}
