import { isCapital, type Content } from './content.js'
import { literalSpellings, mayBeClosed, mayBeHyphened } from './languages/literal-spellings.js'
import { formsOf } from './languages/word-endings.js'
import type { SplitForms, WordForms } from '../words/word-forms.js'
import { literalHits, plainHits, type Hit } from '../words/literal-match.js'
import { StoryWords } from '../words/story-words.js'
import { unspacedHits } from './unspaced/unspaced-match.js'
import { hasUnspacedScript } from '../words/word-scanner.js'

/** Where a keyword is in a folded content. */
export interface FoundKeyword {
  readonly exact: readonly Hit[]
  /** In a form of it that the language licenses. */
  readonly inflected: readonly Hit[]
}

export function findKeyword(keyword: string, content: Content): FoundKeyword {
  // The apostrophe of "the foxes'" is a possessive ending.
  const folded = content.fold(keyword).replace(/(?<=s)'$/, '')
  if (folded === '') return { exact: [], inflected: [] }
  const found = findOrBare(folded, keyword, content)
  return {
    exact: found.exact.filter(content.isStory),
    inflected: found.inflected.filter(content.isStory)
  }
}

/** A keyword may be a sentence or be in brackets: "dragon!", "(dragon)", 《红楼梦》. */
function findOrBare(keyword: string, original: string, content: Content): FoundKeyword {
  const found = find(keyword, original, content)
  const bare = keyword.replace(/^[(《「『](.+)[)》」』]$/u, '$1').replace(/(?<=\p{L})[.!?]$/u, '')
  if (found.exact.length + found.inflected.length > 0) return found
  const others = literalSpellings(keyword, content.language)
  const isAbbreviation = /^\p{L}\./u.test(keyword)
  const spelt = others
    .flatMap(other => literalHits(other, content.folded))
    // "US" is a spelling of "U.S.", and "us" is not.
    .filter(({ start, end }) => !isAbbreviation || [start, end - 1].every(content.isCapitalised))
  if (spelt.length > 0) return { exact: spelt, inflected: [] }
  return bare === keyword ? found : find(bare, original, content)
}

function find(keyword: string, original: string, content: Content): FoundKeyword {
  const { folded, language } = content
  const plain = plainHits(keyword, folded)
  if (hasUnspacedScript(keyword) || (language === 'zh' && hasUnspacedScript(folded))) {
    const { exact, inflected } = unspacedHits(keyword, folded, language)
    return { exact: [...plain, ...exact], inflected: plain.length > 0 ? [] : inflected }
  }
  const { words, isPhrase } = new StoryWords(keyword, language)
  if (!isPhrase) return { exact: [...plain, ...literalHits(keyword, folded)], inflected: [] }
  const [word = ''] = words
  const found =
    words.length === 1
      ? findWord(word, isCapital(original.trim().charAt(0)), content)
      : findPhrase(words, original, content)
  return { exact: [...plain, ...found.exact], inflected: found.inflected }
}

function findWord(word: string, isCapitalised: boolean, content: Content): FoundKeyword {
  const { words, language } = content
  const exact = words.positionsOf(word).map(at => rangeOf(at, at, words))
  // The forms are needed only where the word itself is missing.
  if (exact.some(content.isStory)) return { exact, inflected: [] }
  const forms = formsOf(word, language, isCapitalised)
  const positions = positionsOf(word, forms, words)
  const inflected = positions.filter(at => isForm(at, forms, word, content))
  return {
    exact,
    inflected: [
      ...inflected.map(at => rangeOf(at, at, words)),
      ...(forms.split === undefined ? [] : splitHits(forms.split, words)),
      ...(looselySpaced.has(language) && inflected.length === 0
        ? spacedHits(word, forms, content)
        : [])
    ]
  }
}

/** Languages in which parts of a word may be written apart; in English, only with a hyphen. */
const looselySpaced = new Set(['en', 'fa', 'ko'])

function spacedHits(word: string, forms: WordForms, content: Content): readonly Hit[] {
  const { words, language, folded } = content
  return words.words.flatMap((part, at) => {
    if (!word.startsWith(part) || !words.isJoined(at + 1)) return []
    if (language === 'en' && (folded.charAt(words.ends[at] ?? 0) !== '-' || !mayBeHyphened(part)))
      return []
    const whole = part + (words.words[at + 1] ?? '')
    const isWord = forms.forms.has(whole) || forms.isForm?.(whole) === true
    return isWord ? [rangeOf(at, at + 1, words)] : []
  })
}

function positionsOf(word: string, forms: WordForms, { positions }: StoryWords): readonly number[] {
  const isRecognised = recogniserOf(word, forms)
  if (isRecognised !== undefined) {
    // Each word of the text is examined once, however often it occurs.
    const found: number[] = []
    for (const [other, at] of positions) if (isRecognised(other)) found.push(...at)
    return found
  }
  const all = [
    forms.forms,
    forms.capitalised ?? [],
    forms.lowerCase ?? [],
    forms.verbal?.forms ?? []
  ]
  const found = new Set<number>()
  for (const set of all)
    for (const form of set) for (const at of positions.get(form) ?? []) found.add(at)
  return [...found]
}

/** For forms that are not listed. */
function recogniserOf(
  word: string,
  { isForm: isListed, prefix = '', moreLetters = 0 }: WordForms
): ((other: string) => boolean) | undefined {
  if (isListed !== undefined) return other => other.startsWith(prefix) && isListed(other)
  return moreLetters > 0 ? other => isLonger(other, word, moreLetters) : undefined
}

function findPhrase(phrase: readonly string[], keyword: string, content: Content): FoundKeyword {
  const { words, language } = content
  const capitals = capitalsOf(keyword, phrase, language)
  const forms = phrase.map((word, index) => formsOf(word, language, capitals[index] === true))
  const exact: Hit[] = []
  const inflected: Hit[] = []
  for (let start = 0; start + phrase.length <= words.words.length; start++) {
    const stands = phrase.every(
      (word, offset) =>
        (offset === 0 || words.isJoined(start + offset)) &&
        isForm(start + offset, forms[offset] ?? noForms, word, content)
    )
    if (!stands) continue
    const isExact = phrase.every((word, offset) => words.words[start + offset] === word)
    ;(isExact ? exact : inflected).push(rangeOf(start, start + phrase.length - 1, words))
  }
  const others = [...phrasalHits(phrase, forms, content), ...closedHits(phrase, content)]
  return { exact, inflected: [...inflected, ...others] }
}

/** "tree house" in "treehouse". */
function closedHits(phrase: readonly string[], { words, language }: Content): readonly Hit[] {
  if (language !== 'en' || phrase.length !== 2 || !mayBeClosed(phrase)) return []
  const { forms } = formsOf(phrase.join(''), language, false)
  return [...forms]
    .flatMap(form => words.positions.get(form) ?? [])
    .map(at => rangeOf(at, at, words))
}

/** "pick up" in "picked it up". */
function phrasalHits(
  phrase: readonly string[],
  [verb]: readonly WordForms[],
  { words, language }: Content
): readonly Hit[] {
  const [, particle = ''] = phrase
  if (language !== 'en' || phrase.length !== 2 || !particles.has(particle)) return []
  return verb === undefined ? [] : splitHits({ heads: verb.forms, particle }, words)
}

const particles = new Set('up down out off on in away back over'.split(' '))
const noForms: WordForms = { forms: new Set() }

/** More words between a verb and its particle are another clause. */
const maxBetween = 12

function splitHits({ heads, particle }: SplitForms, words: StoryWords): readonly Hit[] {
  return words.positionsOf(particle).flatMap(at => {
    for (let before = at - 1; before >= Math.max(0, at - maxBetween); before--) {
      if (words.startsSentence(before + 1)) return []
      if (heads.has(words.words[before] ?? '')) return [rangeOf(before, before, words)]
    }
    return []
  })
}

function rangeOf(first: number, last: number, { starts, ends }: StoryWords): Hit {
  return { start: starts[first] ?? 0, end: ends[last] ?? 0 }
}

function isForm(at: number, wordForms: WordForms, word: string, content: Content): boolean {
  const { words } = content
  const { forms, capitalised, lowerCase, verbal, moreLetters = 0 } = wordForms
  const other = words.words[at] ?? ''
  if (other === word || forms.has(other)) return true
  if (wordForms.isForm !== undefined) return wordForms.isForm(other)
  if (moreLetters > 0) return isLonger(other, word, moreLetters)
  if (verbal?.forms.has(other) === true) {
    return !words.isJoined(at) || !verbal.notAfter.has(words.words[at - 1] ?? '')
  }
  if (capitalised === undefined && lowerCase === undefined) return false
  const hasCapital = content.isCapitalised(words.starts[at] ?? 0)
  if (capitalised?.has(other) === true && hasCapital) return true
  if (lowerCase?.has(other) !== true) return false
  return !hasCapital || (words.startsSentence(at) && !maybeNoun.test(other))
}

/** At the start of a sentence, "Besuch" and "Suche" are rather nouns than forms of verbs. */
const maybeNoun = /(?:[^stnrm]|[^t]e)$/

function isLonger(other: string, word: string, moreLetters: number): boolean {
  return other.startsWith(word) && other.length <= word.length + moreLetters
}

/** Which words of a keyword begin with a capital letter. */
function capitalsOf(
  keyword: string,
  words: readonly string[],
  language: string
): readonly boolean[] {
  const { starts } = new StoryWords(keyword.normalize('NFKC'), language)
  return words.map((_, index) => isCapital(keyword.normalize('NFKC').charAt(starts[index] ?? 0)))
}
