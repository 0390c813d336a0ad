import type {
  LanguageCheck,
  LengthCheck,
  StoryChecks
} from '#modules/stories/domain/story-checks.js'
import type { Audience, WordBounds } from '#modules/stories/domain/story-request.js'
import { checkStory } from './check-story.js'
import type { NamedForm } from './keywords/keyword-check.js'
import { repeatedPassage } from './repetition.js'

/** Version of all checks. Raise it with every change of a result, because certificates name it. */
export const checksVersion = '1'

/** The content of a story, and what was asked of it. */
export interface CheckedText {
  /** BCP 47. */
  readonly language: string
  readonly keywords: readonly string[]
  readonly content: string
  /** The forms that the model says it used. */
  readonly forms?: readonly NamedForm[]
  readonly words?: WordBounds
  /** The text for children has a reading level. */
  readonly audience?: Audience
}

/** The results of all checks of a content: plain JSON. Without bounds a length neither passes nor fails. */
export interface TextChecks extends Omit<StoryChecks, 'length' | 'language'> {
  readonly length: Pick<LengthCheck, 'unit' | 'count' | 'words'> & Partial<LengthCheck>
  readonly language: Pick<LanguageCheck, 'passed' | 'asked' | 'found' | 'content'>
}

/** All checks of a content alone. Certificates and `npm run verify` have their results from here. */
export function checkText(text: CheckedText): TextChecks {
  const { content, forms = [], words, audience = 'general', ...asked } = text
  const texts = { title: '', content, summary: '', tags: [], repeated: repeatedPassage(content) }
  const checks = checkStory({ ...texts, forms }, { words: words ?? noBounds, audience, ...asked })
  const { title: _title, summary: _summary, tags: _tags, ...language } = checks.language
  return {
    ...checks,
    language,
    length: words === undefined ? unbounded(checks.length) : checks.length
  }
}

const noBounds: WordBounds = { min: 0, max: Number.MAX_SAFE_INTEGER }

function unbounded({ unit, count, words }: LengthCheck): TextChecks['length'] {
  return { unit, count, words }
}
