import { scanWords } from './word-scanner.js'

/** The words of a folded text in order. What only some keywords need is computed when it is asked for. */
export class StoryWords {
  readonly words: string[] = []
  /** The half-open ranges of the words in the text. */
  readonly starts: number[] = []
  readonly ends: number[] = []
  private readonly hasUnspaced: boolean
  private index: Map<string, number[]> | undefined

  constructor(
    private readonly text: string,
    private readonly language: string
  ) {
    this.hasUnspaced = scanWords(text, (start, end) => {
      this.words.push(bareWord(text, start, end, language))
      this.starts.push(start)
      this.ends.push(end)
    })
  }

  /** The positions of each word among the words. */
  get positions(): ReadonlyMap<string, readonly number[]> {
    return (this.index ??= this.indexed())
  }

  /** The positions of one word, without the index of all. */
  positionsOf(word: string): readonly number[] {
    const { words, language, index } = this
    if (index !== undefined || (language === 'en' && diaeresis.test(this.text))) {
      return this.positions.get(word) ?? []
    }
    const found: number[] = []
    for (let at = words.indexOf(word); at >= 0; at = words.indexOf(word, at + 1)) found.push(at)
    return found
  }

  /** Whether only white space or one hyphen separates a word from the previous one. */
  isJoined(at: number): boolean {
    const { text, words, starts, ends, language } = this
    const [lastEnd = 0, start] = [ends[at - 1], starts[at]]
    if (start === undefined) return false
    if (isSoftGap(text, lastEnd, start)) return true
    return language === 'en' && isEnglishGap(text, lastEnd, start, words[at - 1] ?? '')
  }

  /** Whether a sentence or a quotation may begin with a word. */
  startsSentence(at: number): boolean {
    const { text, starts, ends } = this
    if (this.isJoined(at)) return false
    return at === 0 || endsSentence(text, ends[at - 1] ?? 0, starts[at] ?? 0)
  }

  /** Whether the text consists of words and such gaps only. */
  get isPhrase(): boolean {
    const { words, starts, ends, text } = this
    if (this.hasUnspaced || words.length === 0 || ends.at(-1) !== text.length) return false
    return words.every((_, at) => this.isJoined(at) || starts[at] === 0)
  }

  private indexed(): Map<string, number[]> {
    const positions = new Map<string, number[]>()
    for (const [at, word] of this.words.entries()) {
      addPosition(positions, word, at)
      // English writes a diaeresis or leaves it out: naïve, Zoë.
      if (this.language === 'en' && diaeresis.test(word)) {
        addPosition(positions, word.normalize('NFD').replaceAll('\u0308', '').normalize('NFC'), at)
      }
    }
    return positions
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
