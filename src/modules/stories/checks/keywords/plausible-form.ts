/** Longer names of a form are no forms of a keyword. UTF-16 code units. */
const maxLength = 100

/**
 * Whether a text may be a form of a keyword: in order, they share at least half the letters of the
 * longer one. So no model can name an arbitrary word of its story as a form.
 *
 * @param keyword folded, like the form
 */
export function isPlausibleForm(keyword: string, form: string): boolean {
  if (form === '' || form.length > maxLength) return false
  const one = lettersOf(keyword.slice(0, maxLength))
  const other = lettersOf(form)
  return commonLetters(one, other) * 2 >= Math.max(one.length, other.length, 1)
}

/** Without diacritics: Äpfel resembles Apfel. */
function lettersOf(text: string): readonly string[] {
  return Array.from(text.normalize('NFD').replace(/[^\p{L}\p{N}]/gu, ''))
}

/** The length of the longest common subsequence. */
function commonLetters(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, () => 0)
  for (const letter of one) {
    const next = [0]
    for (const [at, otherLetter] of other.entries()) {
      const longest = Math.max(row[at + 1] ?? 0, next[at] ?? 0)
      next.push(letter === otherLetter ? (row[at] ?? 0) + 1 : longest)
    }
    row = next
  }
  return row.at(-1) ?? 0
}
