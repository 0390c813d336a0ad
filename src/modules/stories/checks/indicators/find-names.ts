import { isFunctionWord } from '../language/function-words.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'
import { scanWords } from '../words/word-scanner.js'

const maxNames = 10
/** They write all nouns with a capital letter. */
const capitalNouns: ReadonlySet<string> = new Set(['de', 'lb'])
/** What may stand before a word that does not begin a sentence or a speech. */
const insideSentence = /^[ \u00A0,;-]+$/
const capitalised = /^\p{Lu}\p{L}*\p{Ll}/u
const hasCase = /[\p{Lu}\p{Lt}]/u

/**
 * Words that have a capital letter inside a sentence, occur at least twice, and never occur in lower
 * case; the most frequent first. Undefined where capital letters do not mark names.
 */
export function findNames(text: string, language: string): readonly string[] | undefined {
  if (capitalNouns.has(languageOf(language)) || !hasCase.test(text)) return undefined
  const counts = new Map<string, number>()
  const inside = new Set<string>()
  const lower = new Set<string>()
  let last = 0
  scanWords(text, (start, end) => {
    const word = coreOf(text.slice(start, end))
    if (!capitalised.test(word)) lower.add(word)
    else {
      counts.set(word, (counts.get(word) ?? 0) + 1)
      if (start > last && insideSentence.test(text.slice(last, start))) inside.add(word)
    }
    last = end
  })
  return [...counts]
    .filter(([word, count]) => {
      const small = word.toLowerCase()
      return count > 1 && inside.has(word) && !lower.has(small) && !isFunctionWord(small, language)
    })
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, maxNames)
    .map(([word]) => word)
}

/** The longest part between apostrophes: `Maya` of `Maya’s`, `Alice` of `d’Alice`. */
function coreOf(word: string): string {
  const parts = word.split(/['’]/)
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}
