import type { Request } from 'autocannon'
import { benchKey } from '../measured/stand.ts'

const headers = { 'X-API-Key': benchKey, 'Content-Type': 'application/json' }
const order = { keywords: ['fox', 'lantern'] }
let ordered = 0

/** @param words of the upstream's story, which is then within bounds */
export function generate(words: number): Request {
  return post('/api/v1/generate', { ...order, max_length: most(words) })
}

export function stream(words: number): Request {
  return post('/api/v1/stories/stream', { ...order, maxLength: most(words) })
}

/** Each a story of its own: the genre is numbered. */
function post(path: string, asked: object): Request {
  const body = (): string => JSON.stringify({ ...asked, genre: `fairy tale ${ordered++}` })
  const setupRequest = (request: Request): Request => ({ ...request, body: body() })
  return { method: 'POST', path, headers, body: body(), setupRequest }
}

/** What a dashboard reads. */
export function reads(storyId: string): readonly Request[] {
  return ['/stories?limit=20', `/stories/${storyId}`, '/usage'].map(path => ({
    method: 'GET',
    path: `/api/v1${path}`,
    headers
  }))
}

/** One story whose id the reads can use. */
export async function writeOne(url: string, words: number): Promise<string> {
  const { path = '', body } = generate(words)
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: String(body) })
  const { id } = (await answer.json()) as { readonly id: string }
  return id
}

function most(words: number): number {
  return Math.max(Math.ceil(words * 1.25), 100)
}
