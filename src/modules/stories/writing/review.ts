import { attributeNames as names } from '#core/tracing/attribute-names.js'
import { note, traced } from '#core/tracing/traced.js'
import { checkStory } from '#modules/stories/checks/check-story.js'
import { checkLength } from '#modules/stories/checks/length-check.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { Draft } from './draft.js'
import type { KeywordEvidence, StoryChecks } from '#modules/stories/domain/story-checks.js'
import { lacks, type Lack } from '#modules/stories/domain/story.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { summaryOf } from './text/summary.js'

/** A draft and the results of its checks. */
export interface ReviewedDraft extends Draft {
  readonly checks: StoryChecks
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
  /** The length of the draft, in the unit of its check. */
  readonly count: number
  /** A passage that occurs more than once. */
  readonly repeated: string | undefined
  /** Whether it is too hard for children. */
  readonly isTooHard: boolean
}

export function review(draft: Draft, request: StoryRequest): ReviewedDraft {
  return traced('checks', () => {
    const reviewed = reviewedDraft(draft, request)
    note({
      [names.wordCount]: reviewed.wordCount,
      [names.lengthCheck]: reviewed.length,
      [names.missingKeywords]: reviewed.keywordsMissing.length
    })
    return reviewed
  })
}

function reviewedDraft(draft: Draft, request: StoryRequest): ReviewedDraft {
  const checks = checkStory(draft, request)
  return {
    ...draft,
    ...othersReplaced(draft, checks, request),
    keywordsUsed: keywordsWith('used', checks.keywords),
    keywordsUnconfirmed: keywordsWith('unconfirmed', checks.keywords),
    keywordsMissing: keywordsWith('missing', checks.keywords),
    wordCount: checks.length.words,
    length: checkLength(checks.length.count, request.words)
  }
}

/** A summary or tags in another language than the story cost no call: the story replaces them. */
function othersReplaced(
  { content, summary, tags }: Draft,
  checks: StoryChecks,
  { language }: StoryRequest
): Pick<ReviewedDraft, 'summary' | 'tags' | 'checks'> {
  const { language: found } = checks
  if (found.passed || found.content === 'other') return { summary, tags, checks }
  const replaced = {
    ...found,
    ...(found.summary === 'other' && { summary: found.content }),
    ...(found.tags === 'other' && { tags: 'unsure' as const }),
    passed: found.title !== 'other'
  }
  return {
    summary: found.summary === 'other' ? summaryOf(content, language) : summary,
    tags: found.tags === 'other' ? [] : tags,
    checks: { ...checks, language: replaced }
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
export function lacksOf({ keywordsMissing, checks }: ReviewedDraft): readonly Lack[] {
  const fails: Readonly<Record<Lack, boolean>> = {
    keywords: keywordsMissing.length > 0,
    length: !checks.length.passed,
    repetition: !checks.repetition.passed,
    language: !checks.language.passed,
    ending: !checks.ending.passed,
    reading_level: checks.readingLevel?.passed === false
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
  const { keywordsMissing, checks, repeated } = draft
  const isTooHard = checks.readingLevel?.passed === false
  return { missingKeywords: keywordsMissing, count: checks.length.count, repeated, isTooHard }
}

/** The better draft by the first check in which they differ; the first of equal ones. */
export function betterOf<T extends ReviewedDraft>(first: T, second: T): T {
  const [before, after] = [faultsOf(first), faultsOf(second)]
  const gain = before.map((faults, check) => faults - (after[check] ?? 0)).find(each => each !== 0)
  return (gain ?? 0) > 0 ? second : first
}

/** How far each check is missed, the most important one first. */
function faultsOf({ keywordsMissing, checks }: ReviewedDraft): readonly number[] {
  const { count, min, max } = checks.length
  return [
    Number(!checks.language.passed),
    keywordsMissing.length,
    Number(!checks.repetition.passed),
    Number(!checks.ending.passed),
    Number(checks.readingLevel?.passed === false),
    Math.max(min - count, count - max, 0)
  ]
}
