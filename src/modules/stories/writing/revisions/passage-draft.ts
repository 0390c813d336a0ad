import { checkKeywords } from '#modules/stories/checks/keywords/keyword-check.js'
import { measureLength } from '#modules/stories/checks/length-check.js'
import { repeatedPassage } from '#modules/stories/checks/repetition.js'
import type { ChatMessage } from '#modules/llm/language-model.js'
import type { RevisionOrder } from '#modules/stories/domain/revisions/revision.js'
import type { StoryRequest, WordBounds } from '#modules/stories/domain/story-request.js'
import type { Draft } from '#modules/stories/writing/draft.js'
import { continuationPrompt } from '#modules/stories/writing/repair-prompts.js'
import { review, type ReviewedDraft } from '#modules/stories/writing/review.js'
import { summaryOf } from '#modules/stories/writing/text/summary.js'
import { tokenLimit } from '#modules/stories/writing/token-limit.js'
import { placeOf } from './passage-frame.js'
import { passagePrompt } from './revision-prompts.js'

/** A request for a part of a story. */
export type PassageRequest = StoryRequest & { readonly revision: RevisionOrder }

/** The kinds of which the model writes a part; everything outside it stays as it is. */
export function asksForPassage(request: StoryRequest): request is PassageRequest {
  const kind = request.revision?.revision.kind
  return kind === 'rewrite' || kind === 'continue'
}

/** The call that asks the model for the part. */
export interface PassageOrder {
  readonly messages: readonly ChatMessage[]
  readonly maxTokens: number
}

export function passageOrder(request: PassageRequest): PassageOrder {
  const { language, keywords, words } = request
  const { revision, parent } = request.revision
  const place = placeOf(request.revision)
  const isMissing = missingIn(place.before + place.after, request)
  if (revision.kind === 'continue') {
    const { count } = measureLength(parent.content, language)
    const more = { min: words.min - count, max: words.max - count }
    return {
      messages: continuationPrompt(request, parent, { missingKeywords: isMissing, count }),
      maxTokens: tokenLimit({ words: more, language, keywords })
    }
  }
  const bounds = passageBounds(place.passage, language)
  return {
    messages: passagePrompt(request, place, { keywords: isMissing, words: bounds }),
    maxTokens: tokenLimit({ words: bounds, language, keywords })
  }
}

/** About as long as the passage that it replaces. */
function passageBounds(passage: string, language: string): WordBounds {
  const { count } = measureLength(passage, language)
  return { min: Math.max(1, Math.floor(count * 0.7)), max: Math.ceil(count * 1.3) + 5 }
}

/** The keywords that only the passage can bring in. */
function missingIn(outside: string, { keywords, language }: StoryRequest): readonly string[] {
  return checkKeywords(keywords, outside, language)
    .filter(({ result }) => result === 'missing')
    .map(({ keyword }) => keyword)
}

/** The whole story with a new part. Its title is that of the parent. */
export function withPassage(content: string, part: Draft, request: PassageRequest): ReviewedDraft {
  const { parent } = request.revision
  // Without a summary of the model, the one of the part is its beginning.
  const hasSummary = part.summary !== summaryOf(part.content, request.language)
  const whole: Draft = {
    title: parent.title,
    content,
    summary: hasSummary ? part.summary : parent.summary,
    tags: part.tags,
    forms: part.forms,
    cut: part.cut,
    isLoop: part.isLoop,
    tail: '',
    repeated: repeatedPassage(content)
  }
  return review(whole, request)
}
