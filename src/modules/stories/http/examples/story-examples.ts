import type { StoryBody } from '#modules/stories/http/dto/create-story.dto.js'
import type { StoryResource } from '#modules/stories/http/dto/story.dto.js'

export const storyBodyExamples = {
  short: { keywords: ['fox', 'lantern'], genre: 'fairy tale', maxLength: 100 },
  full: {
    keywords: ['lighthouse', 'storm', 'letter'],
    genre: 'adventure',
    tone: 'mysterious',
    maxLength: 800,
    minLength: 500,
    language: 'en',
    audience: 'teen'
  }
} as const satisfies Record<string, StoryBody>

const content =
  'The story of the Golden Acorn began, as arguments in Plumford usually did, at the well at the end of the world. There are wishes that shout and wishes that wait, and the Golden Acorn was of the second kind. Something about the fox reminded Juno of Plumford.\n\nNews travelled faster than they did. Everything came down to one narrow ledge, one rope, and one choice. Everything in Plumford seemed to begin and end with the lantern. They still tell it in Plumford, though nobody tells it quite the same way.'

const tags = ['fox', 'lantern', 'fairy tale']

/** What the simulated model makes of the short one. */
export const exampleStory: StoryResource = {
  id: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11',
  title: 'In Search of the Golden Acorn',
  content,
  language: 'en',
  audience: 'general',
  genre: 'fairy tale',
  tone: 'neutral',
  keywords: ['fox', 'lantern'],
  keywordsUsed: ['fox', 'lantern'],
  keywordsMissing: [],
  wordCount: 91,
  summary:
    'Juno and Leander leave Plumford to find the Golden Acorn before the Winter Stepmother does.',
  tags,
  model: 'gpt-4o-mini-2024-07-18',
  cached: false,
  usage: { promptTokens: 388, completionTokens: 163, totalTokens: 551 },
  costUsd: 0.000156,
  createdAt: '2026-11-20T12:00:00.000Z',
  draft: {
    title: 'In Search of the Golden Acorn',
    details: content,
    type: 'STORY',
    priority: 'NORMAL',
    status: 'DRAFT',
    tags
  },
  draftTruncated: false
}

export const exampleRequestId = 'dashboard-0001'

export const storyResourceExamples = {
  short: { success: true, data: exampleStory, requestId: exampleRequestId }
}
