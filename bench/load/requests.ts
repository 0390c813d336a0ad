import type { Request } from 'autocannon'
import { benchKeys } from '../measured/environment.ts'

const headersOf = (key: string) => ({ 'X-API-Key': key, 'Content-Type': 'application/json' })
const headers = headersOf(benchKeys[0])
const storyRequest = { keywords: ['fox', 'lantern'] }
let created = 0

/** @param words length of the upstream's story, which is then within the requested bounds */
export function generate(words: number, key = benchKeys[0]): Request {
  return post('/api/v1/generate', { ...storyRequest, max_length: most(words) }, key)
}

export function stream(words: number): Request {
  return post('/api/v1/stories/stream', { ...storyRequest, maxLength: most(words) })
}

/** The same request each time, which a cache answers. */
export function generateAgain(words: number): Request {
  const { setupRequest: _, ...same } = generate(words)
  return same
}

/** Each request is different, because the genre has a number, so none is cached. */
function post(path: string, asked: object, key = benchKeys[0]): Request {
  const body = (): string => JSON.stringify({ ...asked, genre: `fairy tale ${created++}` })
  const setupRequest = (request: Request): Request => ({ ...request, body: body() })
  return { method: 'POST', path, headers: headersOf(key), body: body(), setupRequest }
}

/** Read requests of a dashboard. */
export function reads(storyId: string): readonly Request[] {
  return ['/stories?limit=20', `/stories/${storyId}`, '/usage'].map(path => ({
    method: 'GET',
    path: `/api/v1${path}`,
    headers
  }))
}

/** Creates a story for the reads. */
export async function writeOne(url: string, words: number): Promise<string> {
  const { path = '', body } = generate(words)
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: String(body) })
  const { id } = (await answer.json()) as { readonly id: string }
  return id
}

function most(words: number): number {
  return Math.max(Math.ceil(words * 1.25), 100)
}
