import { hasFunctionWords, isFunctionWord } from '../language/function-words.js'

const maxWords = 5
/** Shorter words are mostly words of the grammar, and the lists of those are not complete. */
const minLetters = 4
const minCount = 5
/** An overused word occurs this many times as often as the average content word. */
const timesAverage = 5
const onlyLetters = /^\p{L}[\p{L}\p{M}’'-]*$/u

/**
 * Content words that occur at least five times, and five times as often as the average content word; the
 * most frequent first. Undefined for languages whose function words are not known.
 *
 * @param words in lower case
 * @param expected words that may be frequent, in lower case
 */
export function overusedWords(
  words: readonly string[],
  language: string,
  expected: ReadonlySet<string>
): readonly string[] | undefined {
  if (!hasFunctionWords(language)) return undefined
  const all = new Map<string, number>()
  for (const word of words) {
    if (word.length >= minLetters) all.set(word, (all.get(word) ?? 0) + 1)
  }
  const counts = [...all].filter(
    ([word]) => onlyLetters.test(word) && !isFunctionWord(word, language)
  )
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  const enough = Math.max(minCount, (timesAverage * total) / counts.length)
  return counts
    .filter(([word, count]) => count >= enough && !expected.has(word))
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, maxWords)
    .map(([word]) => word)
}
