/**
 * Whether a text holds one of the words to leave out, inflected forms included: a story that omits
 * `dragon` must not say `dragons`. It may reject a harmless sentence too.
 */
export type Avoids = (text: string) => boolean

export function avoiding(words: readonly string[]): Avoids {
  const stems = words.map(word => stemOf(fold(word))).filter(stem => stem !== '')
  if (stems.length === 0) return () => false
  const pattern = new RegExp(stems.map(asPattern).join('|'), 'u')
  return text => pattern.test(fold(text))
}

export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function stemOf(word: string): string {
  const trimmed = word.trim()
  return trimmed.length > 4 ? trimmed.replace(/(?:ies|ing|ed|es|s|y|e)$/, '') : trimmed
}

function asPattern(stem: string): string {
  const escaped = stem.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  // A word boundary is required only in scripts with spaces; Japanese has none.
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d]/u.test(stem)
    ? `(?<![\\p{L}\\p{N}])${escaped}`
    : escaped
}
