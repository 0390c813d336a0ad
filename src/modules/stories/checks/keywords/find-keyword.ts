import type { Content } from './content/content.js'
import { formsOf, type WordForms } from './languages/word-endings.js'
import { literalHits, plainHits, unspacedHits, type Hit } from './literal-match.js'
import { storyWords } from './story-words.js'
import { hasUnspacedScript } from './word-scanner.js'

/** Where a keyword stands in a folded content. */
export interface FoundKeyword {
  readonly exact: readonly Hit[]
  /** In a form of it that the language licenses. */
  readonly inflected: readonly Hit[]
}

export function findKeyword(keyword: string, content: Content): FoundKeyword {
  // The apostrophe of "the foxes'" is a possessive ending.
  const folded = content.fold(keyword).replace(/(?<=s)'$/, '')
  if (folded === '') return { exact: [], inflected: [] }
  const found = find(folded, content)
  return {
    exact: found.exact.filter(content.isStory),
    inflected: found.inflected.filter(content.isStory)
  }
}

function find(keyword: string, content: Content): FoundKeyword {
  const { folded, language } = content
  const plain = plainHits(keyword, folded)
  if (hasUnspacedScript(keyword)) {
    return { exact: [...plain, ...unspacedHits(keyword, folded, language)], inflected: [] }
  }
  const { words, isPhrase } = storyWords(keyword, language)
  if (!isPhrase) return { exact: [...plain, ...literalHits(keyword, folded)], inflected: [] }
  const [word = ''] = words
  const found = words.length === 1 ? findWord(word, content) : findPhrase(words, content)
  return { exact: [...plain, ...found.exact], inflected: found.inflected }
}

function findWord(word: string, { words, language }: Content): FoundKeyword {
  const rangesOf = (other: string): readonly Hit[] =>
    (words.positions.get(other) ?? []).map(at => ({
      start: words.starts[at] ?? 0,
      end: words.ends[at] ?? 0
    }))
  const forms = formsOf(word, language)
  const others =
    forms.moreLetters > 0
      ? words.positions.keys().filter(other => isForm(other, word, forms))
      : forms.forms.values().filter(form => words.positions.has(form))
  return {
    exact: rangesOf(word),
    inflected: [...others].filter(other => other !== word).flatMap(rangesOf)
  }
}

function findPhrase(phrase: readonly string[], { words, language }: Content): FoundKeyword {
  const forms = phrase.map(word => formsOf(word, language))
  const exact: Hit[] = []
  const inflected: Hit[] = []
  for (let start = 0; start + phrase.length <= words.words.length; start++) {
    if (!standsAt(start, phrase, forms, words)) continue
    const last = start + phrase.length - 1
    const isExact = phrase.every((word, offset) => words.words[start + offset] === word)
    const hit = { start: words.starts[start] ?? 0, end: words.ends[last] ?? 0 }
    ;(isExact ? exact : inflected).push(hit)
  }
  return { exact, inflected }
}

function standsAt(
  start: number,
  phrase: readonly string[],
  forms: readonly WordForms[],
  { words, joined }: Content['words']
): boolean {
  return forms.every((formsOfWord, offset) => {
    const isNext = offset === 0 || joined[start + offset] === true
    return isNext && isForm(words[start + offset] ?? '', phrase[offset] ?? '', formsOfWord)
  })
}

function isForm(other: string, word: string, { forms, moreLetters }: WordForms): boolean {
  if (forms.has(other)) return true
  return moreLetters > 0 && other.startsWith(word) && other.length <= word.length + moreLetters
}
