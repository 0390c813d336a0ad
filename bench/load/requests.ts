import { benchKeys } from '../measured/environment.ts'

/** A request of a load. Its text is ASCII only. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The body of the next request. */
  readonly body?: () => string
}

const headersOf = (key: string): Readonly<Record<string, string>> => ({
  'X-API-Key': key,
  'Content-Type': 'application/json'
})
const storyRequest = { keywords: ['fox', 'lantern'] }
let created = 0

/** @param words length of the upstream's story, which is then within the requested bounds */
export function generate(words: number, key = benchKeys[0]): LoadRequest {
  return post('/api/v1/generate', { ...storyRequest, max_length: most(words) }, key)
}

export function stream(words: number): LoadRequest {
  return post('/api/v1/stories/stream', { ...storyRequest, maxLength: most(words) })
}

/** The same request each time, which a cache answers. */
export function generateAgain(words: number): LoadRequest {
  const { body, ...request } = generate(words)
  const same = body?.() ?? ''
  return { ...request, body: () => same }
}

/** Each request is different, because the genre has a number, so none is cached. */
function post(path: string, asked: object, key = benchKeys[0]): LoadRequest {
  const body = (): string => JSON.stringify({ ...asked, genre: `fairy tale ${created++}` })
  return { method: 'POST', path, headers: headersOf(key), body }
}

/** Read requests of a dashboard. */
export function reads(storyId: string): readonly LoadRequest[] {
  return ['/stories?limit=20', `/stories/${storyId}`, '/usage'].map(path => ({
    method: 'GET',
    path: `/api/v1${path}`,
    headers: { 'X-API-Key': benchKeys[0] }
  }))
}

/** Creates a story for the reads. */
export async function writeOne(url: string, words: number): Promise<string> {
  const answer = await fetchOnce(url, generate(words))
  const { id } = (await answer.json()) as { readonly id: string }
  return id
}

export function fetchOnce(
  url: string,
  { method, path, headers, body }: LoadRequest,
  signal?: AbortSignal
): Promise<Response> {
  const init = { method, headers, body: body?.() ?? null, signal: signal ?? null }
  return fetch(`${url}${path}`, init)
}

function most(words: number): number {
  return Math.max(Math.ceil(words * 1.25), 100)
}
