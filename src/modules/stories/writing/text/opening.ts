import { identifyLanguage } from '#modules/stories/checks/language/language-check.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { isRefusal, mayBeRefusal } from './refusal.js'

export type OpeningKind = 'story' | 'refusal' | 'other language'

/** The language is looked for in steps of this size, so that the result does not depend on the parts. */
const step = 20
/** A longer opening that no language is certain of is passed on. */
const maxUnsure = 160

/**
 * What a text begins like: a story, the apology of an assistant, or a text in another language than the
 * one asked for. Undefined while that is not certain.
 *
 * @param isEnd whether the text ends here
 * @param asked undefined if any language is accepted
 */
export function openingKind(
  text: string,
  isEnd: boolean,
  asked: Pick<StoryRequest, 'language'> | undefined
): OpeningKind | undefined {
  if (!isEnd && mayBeRefusal(text)) return undefined
  if (isRefusal(text)) return 'refusal'
  if (asked === undefined || isEnd) return 'story'
  for (let length = step; length <= Math.min(text.length, maxUnsure); length += step) {
    const { verdict } = identifyLanguage(text.slice(0, length), asked.language)
    if (verdict !== 'unsure') return verdict === 'other' ? 'other language' : 'story'
  }
  return text.length >= maxUnsure ? 'story' : undefined
}
