import { skeleton, foldLeetspeak } from './confusables.js'
import { openingsOf } from './phrase-openings.js'
import type { DeobfuscatedText } from './deobfuscate.js'

/**
 * Phrases of a rule, ready to match. A space in a phrase stands between two words. Each is looked
 * for twice: word by word, and without any space, where it must still begin and end with a word.
 */
export class PhraseMatcher {
  readonly #spaced: RegExp
  readonly #openings: ReadonlySet<string>
  readonly #opening: RegExp
  readonly #whole: RegExp
  readonly #wordless: RegExp | undefined

  /** @param wordless phrases of languages that write no spaces */
  constructor(phrases: readonly string[], wordless: readonly string[]) {
    const union = phrases.map(foldPhrase).join('|')
    const compact = union.replaceAll(' ', '')
    this.#openings = openingsOf([compact], openingLength)
    this.#spaced = new RegExp(` (?:${union}) `)
    this.#opening = new RegExp(compact, 'y')
    this.#whole = new RegExp(`^(?:${compact})$`)
    this.#wordless =
      wordless.length > 0 ? new RegExp(wordless.map(foldPhrase).join('|')) : undefined
  }

  /** Quickly, whether it is worth while to match. */
  mayMatch({ spaced, compact }: DeobfuscatedText): boolean {
    if (this.#wordless !== undefined && eastAsian.test(compact)) return true
    return this.#mayOpen(spaced, compact)
  }

  matches({ spaced, compact }: DeobfuscatedText): boolean {
    if (this.#wordless?.test(compact) === true) return true
    if (!this.#mayOpen(spaced, compact)) return false
    if (this.#spaced.test(spaced)) return true
    return startsIn(spaced).some(start => this.#fillsWords(start, spaced, compact))
  }

  #mayOpen(spaced: string, compact: string): boolean {
    return startsIn(spaced).some(start => this.#opens(compact, start) !== undefined)
  }

  /** Where a phrase that begins here ends. */
  #opens(compact: string, start: number): number | undefined {
    if (!this.#openings.has(compact.slice(start, start + openingLength))) return undefined
    this.#opening.lastIndex = start
    return this.#opening.test(compact) ? this.#opening.lastIndex : undefined
  }

  /** "Print the followings" is no order, wherever its letters were parted. */
  #fillsWords(start: number, spaced: string, compact: string): boolean {
    const opened = this.#opens(compact, start)
    if (opened === undefined) return false
    return endsIn(spaced, start + shortest, start + longest).some(
      ({ end, isGlued }) =>
        this.#whole.test(compact.slice(start, end)) ||
        (isGlued && opened - start >= shortest && opened < end)
    )
  }
}

const eastAsian = /[\u3040-\u30FF\u4E00-\u9FFF]/

/** Folds what a phrase says, and leaves its counts ({0,4}) alone. */
function foldPhrase(phrase: string): string {
  return phrase.replace(/\{[\d,]+\}|[^{}]+/g, part =>
    part.startsWith('{') ? part : foldLeetspeak(skeleton(part))
  )
}

/** No phrase is shorter, and few harmless words begin like one. */
const openingLength = 4

/** Letters of a phrase: fewer are chance. */
const shortest = 12
const longest = 120

/** A word as long as this is several words glued together: a phrase may begin and end inside. */
const glued = 15

/** Where, among the letters without spaces, a phrase may begin: nowhere else need be tried. */
function* startsIn(spaced: string): Generator<number, undefined> {
  let start = 0
  for (const word of spaced.split(' ')) {
    const tries = word.length >= glued ? word.length : Math.min(word.length, 1)
    for (let at = start; at < start + tries; at++) yield at
    start += word.length
  }
}

interface WordEnd {
  readonly end: number
  readonly isGlued: boolean
}

function* endsIn(spaced: string, from: number, to: number): Generator<WordEnd, undefined> {
  let end = 0
  for (const word of spaced.split(' ')) {
    end += word.length
    if (end >= from && word !== '') yield { end, isGlued: word.length >= glued }
    if (end > to) return
  }
}
