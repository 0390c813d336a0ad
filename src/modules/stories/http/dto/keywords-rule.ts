import {
  lengthRule,
  notOfType,
  type BrokenRule,
  type FieldRule
} from '#core/http/dto/field-rule.js'
import {
  cleanKeywords,
  keywordCount,
  keywordLength
} from '#modules/stories/domain/story-request.js'

/** A caller may send any number of keywords; no more problems of single ones are reported. */
const maxProblems = 20

/** The rules of a list of keywords. A keyword is named by its position, because its text stays out of errors. */
export function keywordsRule(maxLength: number): FieldRule {
  const { min, max } = keywordCount
  const count = `${min} to ${max}`
  return value => {
    if (!Array.isArray(value)) return [notOfType(value, `a list of ${count} texts is needed`)]
    const items: readonly unknown[] = value
    const problems = items
      .slice(0, max + maxProblems)
      .flatMap((item, index) => problemOf(item, index, maxLength))
    const kept = cleanKeywords(items).length
    if (kept < min) {
      const came = items.length === 0 ? 'is an empty list' : 'has only blank keywords'
      return [{ rule: 'min_items', limit: min, message: `${came}; ${count} keywords are needed` }]
    }
    if (kept <= max) return problems
    const message = `has ${kept} different keywords; at most ${max} are allowed`
    return [{ rule: 'max_items', limit: max, message }, ...problems]
  }
}

function problemOf(item: unknown, index: number, maxLength: number): readonly BrokenRule[] {
  if (typeof item !== 'string') return [{ ...notOfType(item, 'text is needed'), index }]
  const [keyword] = cleanKeywords([item])
  // A blank keyword is dropped.
  if (typeof keyword !== 'string') return []
  const [problem] = lengthRule(keyword, { min: keywordLength.min, max: maxLength })
  return problem === undefined ? [] : [{ ...problem, index }]
}
