import { zeroCost } from '#modules/billing/charges/charge-totals.js'
import type { StoryRequest } from './story-request.js'
import type { Story } from './story.js'

/** A valid request; name only what matters to the test. */
export function aStoryRequest(parts: Partial<StoryRequest> = {}): StoryRequest {
  return {
    keywords: ['fox'],
    genre: 'fairy tale',
    tone: 'neutral',
    words: { min: 4, max: 100 },
    language: 'en',
    audience: 'general',
    ...parts
  }
}

/** A finished story; name only what matters to the test. */
export function aStory(parts: Partial<Story> = {}): Story {
  const { keywords, genre, tone, language, audience } = aStoryRequest()
  return {
    id: '00000000-0000-4000-8000-000000000001',
    title: 'The fox',
    content: 'The fox ran home at dusk.',
    summary: 'A fox runs home.',
    tags: ['fox'],
    language,
    audience,
    genre,
    tone,
    keywords,
    keywordsUsed: keywords,
    keywordsUnconfirmed: [],
    keywordsMissing: [],
    lacks: [],
    checks: null,
    wordCount: 6,
    model: 'gpt-4o-mini',
    promptVersion: '4',
    cached: false,
    budgetLimited: false,
    charges: zeroCost,
    parentId: null,
    revision: null,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    ...parts
  }
}
