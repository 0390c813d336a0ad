import type { KeywordEvidence } from '#modules/stories/domain/keyword-evidence.js'
import type { WordBounds } from '#modules/stories/domain/story-request.js'
import { checkKeywords, type NamedForm } from './keywords/keyword-check.js'
import type { LengthUnit } from '#modules/stories/domain/checks/story-checks.js'
import { checkLength, measureLength } from './length-check.js'

/** Version of all checks. Raise it with every change of a result, because certificates name it. */
export const checksVersion = '1'

/** A text, and what was asked of it. */
export interface CheckedText {
  /** BCP 47. */
  readonly language: string
  readonly keywords: readonly string[]
  readonly content: string
  /** The forms that the model says it used. */
  readonly forms?: readonly NamedForm[]
  readonly words?: WordBounds
}

/** The results of all checks: plain JSON. */
export interface TextChecks {
  readonly keywords: readonly KeywordEvidence[]
  readonly length: LengthResult
}

interface LengthResult extends Partial<WordBounds> {
  readonly count: number
  readonly unit: LengthUnit
  /** Absent without bounds. */
  readonly passed?: boolean
}

/** All checks of a text. Certificates and `npm run verify` have their results from here. */
export function checkText(text: CheckedText): TextChecks {
  const { keywords, content, language, forms } = text
  return { keywords: checkKeywords(keywords, content, language, forms), length: lengthOf(text) }
}

function lengthOf({ content, language, words }: CheckedText): LengthResult {
  const { unit, count } = measureLength(content, language)
  const passed = words && { passed: checkLength(count, words) === 'within' }
  return { count, unit, ...words, ...passed }
}
