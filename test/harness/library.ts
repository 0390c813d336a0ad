import { Database } from '#core/database/database.js'
import { promptVersion } from '#modules/stories/writing/story-prompt.js'
import { createHash, randomUUID } from 'node:crypto'
import request, { type Test } from 'supertest'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import type { Story } from '#modules/stories/domain/story.js'
import { fox } from './requests.js'
import type { ServiceUnderTest } from './use-service.js'

export type Headers = Readonly<Record<string, string>>

/** One of the configured keys, by its digest. */
export function keyEntry(name: string, key: string, scopes: readonly string[]): object {
  return { name, sha256: createHash('sha256').update(key).digest('hex'), scopes }
}

/** A call of a route that answers in the envelope. */
export function call(
  { url }: ServiceUnderTest,
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
  headers: Headers
): Test {
  return request(url)[method](path).set(headers)
}

export function createStory(
  service: ServiceUnderTest,
  headers: Headers,
  change: object = {}
): Test {
  const body = { ...fox, maxLength: 100, ...change }
  return call(service, 'post', '/api/v1/stories', headers).send(body)
}

/** A story as if it had been written; put there without the model. */
export function aStory(change: Partial<Story> = {}): Story {
  return {
    id: randomUUID(),
    title: 'The Fox',
    content: 'The fox ran through the night.',
    summary: 'A fox runs.',
    tags: ['fox'],
    language: 'en',
    audience: 'general',
    genre: 'fable',
    tone: 'neutral',
    keywords: ['fox'],
    keywordsUsed: ['fox'],
    keywordsMissing: [],
    wordCount: 6,
    model: 'gpt-4o-mini',
    cached: false,
    charges: { promptTokens: 10, completionTokens: 20, totalTokens: 30, costUsd: 0.000_013_5 },
    createdAt: new Date('2026-11-20T12:00:00.000Z'),
    ...change
  }
}

export async function keepStories(
  { app }: ServiceUnderTest,
  owner: string,
  stories: readonly Story[]
): Promise<void> {
  const rows = stories.map(story => app.get(StoryRepository).rowOf(owner, story, promptVersion))
  if (rows.length > 0) await app.get(Database).queries.insertInto('stories').values(rows).execute()
}
