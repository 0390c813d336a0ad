import { canonicalLanguage } from '#modules/stories/domain/story-request.js'
import type { KeywordEvidence } from '#modules/stories/domain/story-checks.js'
import { sha256 } from '#modules/stories/domain/sha256.js'
import type { NamedForm } from '../keywords/keyword-check.js'
import { checksVersion, checkText, type CheckedText, type TextChecks } from '../check-text.js'

/** The result for one line of `npm run verify`. */
export interface LineResult extends Omit<TextChecks, 'keywords'> {
  readonly used: readonly Found[]
  readonly unconfirmed: readonly Found[]
  readonly missing: readonly string[]
  readonly contentSha256: string
  readonly titleSha256?: string
  readonly verifier: string
}

type Found = Omit<KeywordEvidence, 'result'>

/** A line that is not as docs/certificate.md describes it. */
export class BadLine extends Error {}

/** @throws BadLine */
export function verifyLine(line: string): LineResult {
  const fields = fieldsOf(line)
  const text = textOf(fields)
  const { title } = fields
  if (title !== undefined && typeof title !== 'string') throw new BadLine('title is not text')
  const { keywords, ...others } = checkText(text)
  return {
    used: foundIn(keywords, 'used'),
    unconfirmed: foundIn(keywords, 'unconfirmed'),
    missing: foundIn(keywords, 'missing').map(({ keyword }) => keyword),
    ...others,
    contentSha256: sha256(text.content),
    ...(title !== undefined && { titleSha256: sha256(title) }),
    verifier: checksVersion
  }
}

function foundIn(
  evidence: readonly KeywordEvidence[],
  wanted: KeywordEvidence['result']
): readonly Found[] {
  return evidence.flatMap(({ result, ...found }) => (result === wanted ? [found] : []))
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(line: string): Fields {
  try {
    const value: unknown = JSON.parse(line)
    if (isObject(value)) return value
  } catch {
    // The message of JSON.parse quotes the line.
  }
  throw new BadLine('it is not a JSON object')
}

function textOf({ language, keywords, content, forms = [], words }: Fields): CheckedText {
  const tag = canonicalLanguage(language)
  if (tag === undefined) throw new BadLine('language is not a BCP 47 tag')
  if (!isListOf(isText, keywords)) throw new BadLine('keywords is not a list of texts')
  if (typeof content !== 'string') throw new BadLine('content is not text')
  if (!content.isWellFormed()) throw new BadLine('content has half a surrogate pair')
  if (!isListOf(isForm, forms)) throw new BadLine('forms is not a list of {keyword, form}')
  const text = { language: tag, keywords, content, forms }
  if (words === undefined) return text
  if (!isBounds(words)) throw new BadLine('words is not {min, max}')
  return { ...text, words: { min: words.min, max: words.max } }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isListOf<T>(is: (value: unknown) => value is T, value: unknown): value is readonly T[] {
  return Array.isArray(value) && value.every(is)
}

function isForm(value: unknown): value is NamedForm {
  return isObject(value) && isText(value['keyword']) && isText(value['form'])
}

function isBounds(value: unknown): value is { readonly min: number; readonly max: number } {
  return isObject(value) && [value['min'], value['max']].every(Number.isSafeInteger)
}
