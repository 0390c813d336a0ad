import { attributeNames as names } from '#core/tracing/attribute-names.js'
import { note, traced } from '#core/tracing/traced.js'
import { checkKeywords } from '#modules/stories/checks/keywords/keyword-check.js'
import { checkLength } from '#modules/stories/checks/length-check.js'
import { countWords } from '#modules/stories/checks/word-count.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { Draft } from './draft.js'
import type { KeywordEvidence } from '#modules/stories/domain/keyword-evidence.js'
import { lacks, type Lack } from '#modules/stories/domain/story.js'
import type { StoryRequest, WordBounds } from '#modules/stories/domain/story-request.js'

/** A draft and the results of its checks. */
export interface ReviewedDraft extends Draft {
  /** The result for each keyword, in the caller's order. */
  readonly keywordChecks: readonly KeywordEvidence[]
  /** Found in the content, in the caller's order and spelling. */
  readonly keywordsUsed: readonly string[]
  /** Only the model says that a form of them is in the content. They cause no repair. */
  readonly keywordsUnconfirmed: readonly string[]
  readonly keywordsMissing: readonly string[]
  readonly wordCount: number
  readonly length: 'within' | 'short' | 'long'
}

/** The problems of a draft. */
export interface Shortcomings {
  readonly missingKeywords: readonly string[]
  /** Words of the draft. */
  readonly wordCount: number
  /** A passage that occurs more than once. */
  readonly repeated: string | undefined
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
  const keywordChecks = checkKeywords(keywords, draft.content, language, draft.forms)
  const wordCount = countWords(draft.content, language)
  return {
    ...draft,
    keywordChecks,
    keywordsUsed: keywordsWith('used', keywordChecks),
    keywordsUnconfirmed: keywordsWith('unconfirmed', keywordChecks),
    keywordsMissing: keywordsWith('missing', keywordChecks),
    wordCount,
    length: checkLength(wordCount, words)
  }
}

function keywordsWith(
  wanted: KeywordEvidence['result'],
  checks: readonly KeywordEvidence[]
): readonly string[] {
  return checks.filter(({ result }) => result === wanted).map(({ keyword }) => keyword)
}

export function passes(draft: ReviewedDraft): boolean {
  return !draft.cut && lacksOf(draft).length === 0
}

/** The checks that a draft fails. */
export function lacksOf({ keywordsMissing, length, repeated }: ReviewedDraft): readonly Lack[] {
  const fails: Readonly<Record<Lack, boolean>> = {
    keywords: keywordsMissing.length > 0,
    length: length !== 'within',
    repetition: repeated !== undefined
  }
  return lacks.filter(lack => fails[lack])
}

/** A shorter beginning is not worth a continuation. */
const minBeginning = 30

/** Whether the model repeated itself from the start, so that there is nothing to continue. */
export function hasNoBeginning({ isLoop, wordCount }: ReviewedDraft): boolean {
  return isLoop && wordCount < minBeginning
}

/** @throws AiError if the draft has no end */
export function requireComplete<T extends ReviewedDraft>(draft: T): T {
  if (!draft.cut) return draft
  throw new AiError(draft.isLoop ? 'endless_repetition' : 'truncated_for_good')
}

export function shortcomings(draft: ReviewedDraft): Shortcomings {
  const { keywordsMissing, wordCount, repeated } = draft
  return { missingKeywords: keywordsMissing, wordCount, repeated }
}

/** The better draft: fewer missing keywords, no repetition, the better length; the first of equal ones. */
export function betterOf<T extends ReviewedDraft>(first: T, second: T, { words }: StoryRequest): T {
  const gains = [
    first.keywordsMissing.length - second.keywordsMissing.length,
    repetitionsOf(first) - repetitionsOf(second),
    outside(first, words) - outside(second, words)
  ]
  return (gains.find(gain => gain !== 0) ?? 0) > 0 ? second : first
}

function repetitionsOf({ repeated }: ReviewedDraft): number {
  return repeated === undefined ? 0 : 1
}

/** The number of words above or below the bounds. */
function outside({ wordCount }: ReviewedDraft, { min, max }: WordBounds): number {
  return Math.max(min - wordCount, wordCount - max, 0)
}
