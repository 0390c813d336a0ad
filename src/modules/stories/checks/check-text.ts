import type { KeywordEvidence } from '#modules/stories/domain/keyword-evidence.js'
import type { WordBounds } from '#modules/stories/domain/story-request.js'
import { checkKeywords } from './keywords/keyword-check.js'
import { checkLength } from './length-check.js'
import { countWords } from './word-count.js'

/** Version of all checks. Raise it with every change of a result, because certificates name it. */
export const checksVersion = '1'

/** A text, and what was asked of it. */
export interface CheckedText {
  /** BCP 47. */
  readonly language: string
  readonly keywords: readonly string[]
  readonly content: string
  /** The forms that the model says it used. */
  readonly forms?: readonly { readonly keyword: string; readonly form: string }[]
  readonly words?: WordBounds
}

/** The results of all checks: plain JSON. */
export interface TextChecks {
  readonly keywords: readonly KeywordEvidence[]
  readonly length: LengthResult
}

interface LengthResult extends Partial<WordBounds> {
  readonly count: number
  readonly unit: 'words'
  /** Absent without bounds. */
  readonly passed?: boolean
}

/** All checks of a text. Certificates and `npm run verify` have their results from here. */
export function checkText(text: CheckedText): TextChecks {
  return { keywords: keywordsOf(text), length: lengthOf(text) }
}

function lengthOf({ content, language, words }: CheckedText): LengthResult {
  const count = countWords(content, language)
  const passed = words && { passed: checkLength(count, words) === 'within' }
  return { count, unit: 'words', ...words, ...passed }
}

function keywordsOf({ keywords, content, language }: CheckedText): readonly KeywordEvidence[] {
  const { used } = checkKeywords(keywords, content, language)
  return keywords.map(keyword =>
    used.includes(keyword)
      ? { keyword, result: 'used', ...placesOf(keyword, content) }
      : { keyword, result: 'missing', at: [] }
  )
}

function placesOf(
  keyword: string,
  content: string
): Pick<KeywordEvidence, 'form' | 'at' | 'evidence'> {
  const at = content.indexOf(keyword)
  return at === -1
    ? { at: [], evidence: 'inflected' }
    : { form: keyword, at: [at], evidence: 'exact' }
}
