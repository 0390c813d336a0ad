import { aStoryRequest } from '#modules/stories/domain/story.fixture.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { review } from './review.js'
import type { WrittenDraft } from './write-draft.js'

/** A reviewed draft that passes its checks; name only what matters to the test. */
export function aDraft(
  parts: Partial<Pick<WrittenDraft, 'title' | 'content' | 'cut'>> = {},
  request: StoryRequest = aStoryRequest()
): WrittenDraft {
  const draft = {
    title: 'The fox',
    content: 'The fox ran home at dusk.',
    summary: 'A fox runs home.',
    tags: ['dusk'],
    forms: [],
    cut: false,
    isLoop: false,
    tail: '',
    repeated: undefined,
    ...parts
  }
  return { ...review(draft, request), model: 'gpt-4o-mini' }
}

/** A model's answer in the form that the prompt requests. */
export function anAnswer(content: string): string {
  return JSON.stringify({ title: 'The fox', content, summary: 'A fox runs home.', tags: ['dusk'] })
}
