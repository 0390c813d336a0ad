import { scanWords } from './word-scanner.js'

/** The words of a folded text in order, with an index. */
export interface StoryWords {
  readonly words: readonly string[]
  /** Whether only white space or one hyphen separates a word from the previous one. */
  readonly joined: readonly boolean[]
  /** Whether a sentence or a quotation may begin with a word. */
  readonly sentenceStarts: readonly boolean[]
  /** The half-open ranges of the words in the text. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** The positions of a word among the words. */
  readonly positions: ReadonlyMap<string, readonly number[]>
  /** Whether the text consists of words and such gaps only. */
  readonly isPhrase: boolean
}

/** @param text folded */
export function storyWords(text: string, language: string): StoryWords {
  const words: string[] = []
  const joined: boolean[] = []
  const sentenceStarts: boolean[] = []
  const starts: number[] = []
  const ends: number[] = []
  const positions = new Map<string, number[]>()
  let lastEnd = 0
  let isPhrase = true
  const hasUnspaced = scanWords(text, (start, end) => {
    const isJoined =
      isSoftGap(text, lastEnd, start) ||
      (language === 'en' && isEnglishGap(text, lastEnd, start, words.at(-1) ?? ''))
    isPhrase &&= isJoined || start === 0
    const word = bareWord(text, start, end, language)
    addPosition(positions, word, words.length)
    // English writes a diaeresis or leaves it out: naïve, Zoë.
    if (language === 'en' && diaeresis.test(word)) {
      addPosition(
        positions,
        word.normalize('NFD').replaceAll('\u0308', '').normalize('NFC'),
        words.length
      )
    }
    words.push(word)
    starts.push(start)
    ends.push(end)
    joined.push(isJoined)
    sentenceStarts.push(!isJoined && (starts.length === 1 || endsSentence(text, lastEnd, start)))
    lastEnd = end
  })
  return {
    words,
    joined,
    sentenceStarts,
    starts,
    ends,
    positions,
    isPhrase: isPhrase && !hasUnspaced && words.length > 0 && lastEnd === text.length
  }
}

const diaeresis = /[äëïöüÿ]/

function addPosition(positions: Map<string, number[]>, word: string, position: number): void {
  const known = positions.get(word)
  if (known === undefined) positions.set(word, [position])
  else known.push(position)
}

/** The gaps after "Mr." and "dragons'". */
function isEnglishGap(text: string, start: number, end: number, previous: string): boolean {
  if (end - start !== 2 || text[start + 1] !== ' ') return false
  return text[start] === '.' ? isTitle(previous) : text[start] === "'" && previous.endsWith('s')
}

/** Whether an abbreviation such as "Mr" may end with a point before a name. */
function isTitle(word: string): boolean {
  return titles.has(word)
}

const titles: ReadonlySet<string> = new Set(
  'mr mrs ms dr st mt prof capt col gen lt sgt rev jr sr'.split(' ')
)

/** White space within a paragraph, or one hyphen: the gaps inside a compound. */
function isSoftGap(text: string, start: number, end: number): boolean {
  // The slower part is for rare gaps: a line break, a tab, several spaces.
  const isOne = end - start === 1
  if (isOne && (text[start] === ' ' || text[start] === '-')) return true
  if (start >= end || !whiteSpace.test(text[start] ?? '')) return false
  const gap = text.slice(start, end)
  return gap.trim() === '' && gap.indexOf('\n') === gap.lastIndexOf('\n')
}

function endsSentence(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (sentenceMarks.has(text.charAt(at))) return true
  return false
}

const sentenceMarks: ReadonlySet<string> = new Set('.!?:…"„“”«»‚‘’\n–—¿¡;')

const whiteSpace = /\s/

/** A word without the possessive ending, the elided article and underscores. */
function bareWord(text: string, start: number, end: number, language: string): string {
  // "C++" does not contain the keyword "C", nor "A+" the keyword "A".
  if (end - start === 1 && signs.has(text.charAt(end))) return text.slice(start, end + 1)
  const word = text.slice(start, end)
  const apostrophe = word.indexOf("'")
  const bare = apostrophe < 0 ? word : withoutApostrophe(word, apostrophe, language)
  return bare.includes('_') ? withoutUnderscores(bare) : bare
}

function withoutUnderscores(word: string): string {
  let start = 0
  let end = word.length
  while (word.charAt(start) === '_') start++
  while (end > start && word.charAt(end - 1) === '_') end--
  return word.slice(start, end)
}

const signs: ReadonlySet<string> = new Set(['+', '#'])

function withoutApostrophe(word: string, apostrophe: number, language: string): string {
  switch (language) {
    case 'fr':
    case 'ca':
      return word.replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'/, '')
    case 'it':
      return word.slice(apostrophe + 1)
    case 'tr':
    case 'az':
      return word.slice(0, apostrophe)
    default:
      return word.replace(/'s$/, '')
  }
}
