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
  const counts = new Map<string, number>()
  let total = 0
  for (const word of words) {
    if (word.length < minLetters || !onlyLetters.test(word)) continue
    if (isFunctionWord(word, language)) continue
    counts.set(word, (counts.get(word) ?? 0) + 1)
    total += 1
  }
  const enough = Math.max(minCount, (timesAverage * total) / counts.size)
  return [...counts]
    .filter(([word, count]) => count >= enough && !expected.has(word))
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, maxWords)
    .map(([word]) => word)
}
