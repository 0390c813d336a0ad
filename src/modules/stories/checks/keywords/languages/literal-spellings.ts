/**
 * Other literal spellings of a keyword that is not only letters: 1,000 for 1000, AI for A.I., and
 * rock 'n' roll for rock'n'roll.
 *
 * @param keyword folded
 */
export function literalSpellings(keyword: string, language: string): readonly string[] {
  if (/^\d{4,15}$/.test(keyword)) return grouped(keyword, language)
  if (/^\d{1,3}(?:,\d{3})+$/.test(keyword) && language === 'en')
    return [keyword.replaceAll(',', '')]
  if (language !== 'en') return []
  if (/^(?:\p{L}\.){2,6}$/u.test(keyword)) return [keyword.replaceAll('.', '')]
  const and = /^(\p{L}{2,20})\s?'n'\s?(\p{L}{2,20})$/u.exec(keyword)
  if (and === null) return []
  const [, one = '', other = ''] = and
  return ["'n'", " 'n' ", " n' ", " 'n ", ' n ', ' and '].map(word => one + word + other)
}

/** English groups digits with commas, most other languages with points or spaces. */
function grouped(digits: string, language: string): readonly string[] {
  const marks = language === 'en' ? [','] : ['.', ' ', "'"]
  const first = digits.length % 3 || 3
  const groups = [digits.slice(0, first), ...(digits.slice(first).match(/\d{3}/g) ?? [])]
  return marks.map(mark => groups.join(mark))
}

/** Whether two words of a keyword may be written as one: tree house, but not every day. */
export function mayBeClosed([first = '', second = '']: readonly string[]): boolean {
  return first.length > 2 && second.length > 2 && !notClosed.has(first)
}

const notClosed: ReadonlySet<string> = new Set(
  'every any some all may what how who where when the not for out over under with here there then one two can'.split(
    ' '
  )
)

/** Whether a word may be written with a hyphen: e-mail, but "re-sign" is not "resign". */
export function mayBeHyphened(firstPart: string): boolean {
  return firstPart !== 're' && firstPart !== 'un'
}
