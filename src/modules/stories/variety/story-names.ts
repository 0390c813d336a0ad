import { isFunctionWord } from '#modules/stories/checks/language/function-words.js'
import { scanWords } from '#modules/stories/checks/words/word-scanner.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'

/** They write all nouns with a capital letter. */
const capitalNouns: ReadonlySet<string> = new Set(['de', 'lb'])
/** Letters only, because names of a story become a part of the next prompt. */
const name = /^\p{Lu}[\p{L}\p{M}]{1,19}$/u
/** What may stand before a word that does not begin a sentence or a speech; it may follow a speech. */
const insideSentence = /^(?:[ \u00A0,;-]+|,["”’»] )$/

interface Found {
  count: number
  /** Without another capital letter beside it, unlike "Golden Acorn". */
  alone: number
  isInside: boolean
}

/**
 * Words that begin with a capital letter and never occur in lower case: first those that occur inside a
 * sentence or twice, and of these the ones that stand alone and are frequent. None where capital letters do not mark names.
 */
export function storyNames(text: string, language: string): readonly string[] {
  if (capitalNouns.has(languageOf(language))) return []
  const found = new Map<string, Found>()
  const lower = new Set<string>()
  let last = { end: 0, found: undefined as Found | undefined }
  scanWords(text, (start, end) => {
    const word = stemOf(text.slice(start, end))
    const between = text.slice(last.end, start)
    if (!name.test(word)) {
      lower.add(word)
      last = { end, found: undefined }
      return
    }
    const entry = found.get(word) ?? { count: 0, alone: 0, isInside: false }
    const isBeside = last.found !== undefined && between === ' '
    if (isBeside && last.found !== undefined) last.found.alone--
    entry.count++
    entry.alone += isBeside ? 0 : 1
    entry.isInside ||= start > last.end && insideSentence.test(between)
    found.set(word, entry)
    last = { end, found: entry }
  })
  return [...found]
    .filter(([word]) => {
      const small = word.toLowerCase()
      return !lower.has(small) && !isFunctionWord(small, language)
    })
    .toSorted(([, a], [, b]) => certaintyOf(b) - certaintyOf(a) || b.alone - a.alone)
    .map(([word]) => word)
}

/** A word that begins one sentence may be any word. */
function certaintyOf({ isInside, count }: Found): number {
  return Number(isInside || count > 1)
}

/** The name in "Maya’s" and "d’Alice". */
function stemOf(word: string): string {
  const parts = word.split(/['’]/)
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}
