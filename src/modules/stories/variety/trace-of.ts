import { overusedWords } from '#modules/stories/checks/indicators/overused-words.js'
import { wordsOf } from '#modules/stories/checks/indicators/words-of.js'
import { scanWords } from '#modules/stories/checks/words/word-scanner.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import type { StoryTrace } from '#modules/stories/domain/variety/avoidance.js'
import { storyNames } from './story-names.js'

/** Of each story. */
const maxNames = 6
const openingWords = 6
/** UTF-16 code units. */
const maxOpening = 60
const onlyLetters = /^[\p{L}\p{M}]{1,20}$/u

/** What is remembered of a story: short texts of letters, because they become a part of later prompts. */
export function traceOf(
  id: string,
  content: string,
  { language, keywords }: Pick<StoryRequest, 'language' | 'keywords'>
): StoryTrace {
  const names = storyNames(content, language).slice(0, maxNames)
  const expected = [...keywords, ...names].flatMap(text => wordsOf(text, language))
  const frequent = overusedWords(wordsOf(content, language), language, new Set(expected)) ?? []
  return {
    id,
    language,
    names,
    opening: openingOf(content),
    words: frequent.filter(word => onlyLetters.test(word))
  }
}

function openingOf(content: string): string {
  const words: string[] = []
  scanWords(content.slice(0, 4 * maxOpening), (start, end) => {
    if (words.length < openingWords) words.push(content.slice(start, end))
  })
  return words
    .filter(word => onlyLetters.test(word))
    .join(' ')
    .slice(0, maxOpening)
}
