import type { GenerationCharges } from '#modules/billing/charges/generation-charges.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { storyTags } from '#modules/stories/domain/story-tags.js'
import type { Story } from '#modules/stories/domain/story.js'
import { lacksOf } from '#modules/stories/writing/review.js'
import { promptVersion } from '#modules/stories/writing/story-prompt.js'
import type { WrittenDraft } from '#modules/stories/writing/write-draft.js'

/** The story of a draft that is delivered. */
export function newStory(
  { language, audience, genre, tone, keywords, revision: order }: StoryRequest,
  draft: WrittenDraft,
  charges: Pick<GenerationCharges, 'generationId' | 'total' | 'isLimited'>
): Story {
  const { title, content, summary, keywordsUsed, wordCount, model } = draft
  return {
    id: charges.generationId,
    title,
    content,
    summary,
    tags: storyTags(keywordsUsed, draft.tags),
    language,
    audience,
    genre,
    tone,
    keywords,
    keywordsUsed,
    keywordsUnconfirmed: draft.keywordsUnconfirmed,
    keywordsMissing: draft.keywordsMissing,
    wordCount,
    lacks: lacksOf(draft),
    checks: draft.checks,
    model,
    promptVersion,
    cached: false,
    budgetLimited: charges.isLimited,
    charges: charges.total(),
    parentId: order?.parent.id ?? null,
    revision: order === undefined ? null : { ...order.revision, ...titlesOf(draft) },
    createdAt: new Date()
  }
}

function titlesOf({ titles }: WrittenDraft): { readonly titles?: readonly string[] } {
  return titles === undefined ? {} : { titles }
}
