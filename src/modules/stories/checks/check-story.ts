import type { StoryChecks, LengthCheck } from '#modules/stories/domain/story-checks.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { checkEnding } from './ending-check.js'
import { checkKeywords, type NamedForm } from './keywords/keyword-check.js'
import { checkLanguage } from './language/language-check.js'
import { checkLength, measureLength } from './length-check.js'
import { checkReadingLevel } from './reading-level.js'

/** The texts of a story that are checked. */
export interface CheckedTexts {
  readonly title: string
  readonly content: string
  readonly summary: string
  /** The model's own. */
  readonly tags: readonly string[]
  /** A passage that occurs more than once. */
  readonly repeated: string | undefined
  /** The forms of keywords that the model says it used. */
  readonly forms?: readonly NamedForm[]
}

type Asked = Pick<StoryRequest, 'keywords' | 'words' | 'language' | 'audience'>

/** Everything that is verified of a story. */
export function checkStory(texts: CheckedTexts, asked: Asked): StoryChecks {
  const { content, repeated } = texts
  const readingLevel =
    asked.audience === 'children' ? checkReadingLevel(content, asked.language) : undefined
  const at = repeated === undefined ? -1 : content.lastIndexOf(repeated)
  return {
    keywords: checkKeywords(asked.keywords, content, asked.language, texts.forms),
    length: lengthOf(content, asked),
    language: checkLanguage(texts, asked.language),
    ending: checkEnding(content, asked.language),
    repetition: {
      passed: repeated === undefined,
      ...(at !== -1 && { at, length: repeated?.length ?? 0 })
    },
    ...(readingLevel && { readingLevel })
  }
}

function lengthOf(content: string, { words: bounds, language }: Asked): LengthCheck {
  const { unit, count, words } = measureLength(content, language)
  const { min, max } = bounds
  return { passed: checkLength(count, bounds) === 'within', unit, count, min, max, words }
}
