import { fold } from './folding.js'
import { standsLiterally, standsPlainly, standsUnspaced } from './literal-match.js'
import { type StoryWords, storyWords } from './story-words.js'
import { formsOf, type WordForms } from './word-endings.js'
import { hasUnspacedScript } from './word-scanner.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'

/** The keywords that a text uses, in the order and spelling of the caller. */
interface KeywordCheck {
  readonly used: string[]
  readonly missing: string[]
}

/**
 * Finds keywords in a text: as words, in any of their forms, in any case. A doubtful match counts
 * as missing, because a keyword that is reported as used must be there.
 *
 * @param language a BCP 47 tag; it decides the forms
 */
export function checkKeywords(
  keywords: readonly string[],
  text: string,
  language: string
): KeywordCheck {
  const story = openStory(text, languageOf(language))
  const used: string[] = []
  const missing: string[] = []
  for (const keyword of keywords) (isUsed(keyword, story) ? used : missing).push(keyword)
  return { used, missing }
}

interface Story {
  readonly text: string
  readonly language: string
  /** Built on first use: it is costly, and most texts contain all keywords literally. */
  readonly words: () => StoryWords
}

function openStory(text: string, language: string): Story {
  const folded = fold(text, language)
  let words: StoryWords | undefined
  return { text: folded, language, words: () => (words ??= storyWords(folded, language)) }
}

function isUsed(keyword: string, story: Story): boolean {
  // The apostrophe of "the foxes'" is a possessive ending.
  const folded = fold(keyword, story.language)
    .trim()
    .replace(/(?<=s)'$/, '')
  if (folded === '') return false
  if (standsPlainly(folded, story.text)) return true
  if (hasUnspacedScript(folded)) return standsUnspaced(folded, story.text, story.language)
  const { words, isPhrase } = storyWords(folded, story.language)
  if (!isPhrase) return standsLiterally(folded, story.text)
  const [word = ''] = words
  return words.length === 1 ? standsAsWord(word, story) : standsAsPhrase(words, story)
}

function standsAsWord(word: string, { words, language }: Story): boolean {
  const { first } = words()
  // The word itself is the usual case, and much cheaper to find than its forms.
  if (first.has(word)) return true
  const forms = formsOf(word, language)
  if (forms.moreLetters > 0) return first.keys().some(other => isForm(other, word, forms))
  return forms.forms.values().some(form => first.has(form))
}

function standsAsPhrase(phrase: readonly string[], story: Story): boolean {
  const { words, joined } = story.words()
  const forms = phrase.map(word => formsOf(word, story.language))
  const standsAt = (start: number): boolean =>
    forms.every((formsOfWord, offset) => {
      const other = words[start + offset] ?? ''
      const isNext = offset === 0 || joined[start + offset] === true
      return isNext && isForm(other, phrase[offset] ?? '', formsOfWord)
    })
  return words.some((_, start) => standsAt(start))
}

function isForm(other: string, word: string, { forms, moreLetters }: WordForms): boolean {
  if (forms.has(other)) return true
  return moreLetters > 0 && other.startsWith(word) && other.length <= word.length + moreLetters
}
