import { attributeNames as names } from '#core/tracing/attribute-names.js'
import { note, traced } from '#core/tracing/traced.js'
import { checkKeywords } from '#modules/stories/checks/keywords/keyword-check.js'
import { checkLength } from '#modules/stories/checks/length-check.js'
import { countWords } from '#modules/stories/checks/word-count.js'
import type { Draft } from './draft.js'
import type { Shortcomings } from './story-prompt.js'
import type { StoryRequest, WordBounds } from '#modules/stories/domain/story-request.js'

/** A draft and the results of its checks. */
export interface ReviewedDraft extends Draft {
  /** Found in the content, in the caller's order and spelling. */
  readonly keywordsUsed: readonly string[]
  readonly keywordsMissing: readonly string[]
  readonly wordCount: number
  readonly length: 'within' | 'short' | 'long'
}

export function review(draft: Draft, request: StoryRequest): ReviewedDraft {
  return traced('checks', () => {
    const reviewed = check(draft, request)
    note({
      [names.wordCount]: reviewed.wordCount,
      [names.lengthCheck]: reviewed.length,
      [names.missingKeywords]: reviewed.keywordsMissing.length
    })
    return reviewed
  })
}

function check(draft: Draft, { keywords, words, language }: StoryRequest): ReviewedDraft {
  const { used, missing } = checkKeywords(keywords, draft.content, language)
  const wordCount = countWords(draft.content, language)
  return {
    ...draft,
    keywordsUsed: used,
    keywordsMissing: missing,
    wordCount,
    length: checkLength(wordCount, words)
  }
}

export function passes({ keywordsMissing, length, cut }: ReviewedDraft): boolean {
  return keywordsMissing.length === 0 && length === 'within' && !cut
}

export function shortcomings({ keywordsMissing, length, wordCount }: ReviewedDraft): Shortcomings {
  return {
    missingKeywords: keywordsMissing,
    wordCount: length === 'within' ? undefined : wordCount
  }
}

/** The draft with fewer missing keywords, or with the better length; the first of equal ones. */
export function betterOf<T extends ReviewedDraft>(first: T, second: T, { words }: StoryRequest): T {
  const gained = first.keywordsMissing.length - second.keywordsMissing.length
  if (gained !== 0) return gained > 0 ? second : first
  return outside(second, words) < outside(first, words) ? second : first
}

/** The number of words above or below the bounds. */
function outside({ wordCount }: ReviewedDraft, { min, max }: WordBounds): number {
  return Math.max(min - wordCount, wordCount - max, 0)
}
