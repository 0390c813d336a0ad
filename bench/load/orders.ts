import type { Request } from 'autocannon'
import { benchKey } from '../measured/stand.ts'

const headers = { 'X-API-Key': benchKey, 'Content-Type': 'application/json' }
const order = { keywords: ['fox', 'lantern'], genre: 'fairy tale [<id>]' }

/** @param words of the upstream's story, which is then within bounds */
export function generate(words: number): Request {
  const body = JSON.stringify({ ...order, max_length: most(words) })
  return { method: 'POST', path: '/api/v1/generate', headers, body }
}

export function stream(words: number): Request {
  const body = JSON.stringify({ ...order, maxLength: most(words) })
  return { method: 'POST', path: '/api/v1/stories/stream', headers, body }
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
