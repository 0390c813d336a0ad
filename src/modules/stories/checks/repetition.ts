import { isUnspacedLetter, isWordCharacter } from './words/word-scanner.js'

/** A passage that repeats an earlier one, as a range of UTF-16 code units. */
export interface RepeatedPassage {
  readonly start: number
  readonly end: number
}

/** Units that must be equal before a passage counts as repeated. */
const windowUnits = 6
/** Only every third window is kept: one of any three in a row is found. */
const windowStep = 3
/** The factor of a window's rolling hash, and its power for the unit that leaves the window. */
const factor = 0x01000193
const factorOfLast = power(factor, windowUnits)

/** Weights: a letter of a script without spaces is about half a word. */
const wordWeight = 2
const letterWeight = 1

/** Refrains are shorter: a repeated passage of 20 words is no accident. */
const longPassage = 20 * wordWeight
/** Shorter repeated passages count together, from this weight and this share of the text on. */
const manyPassages = 30 * wordWeight
const manyPassagesShare = 1 / 3
/** Longer passages are named by their beginning. UTF-16 code units. */
const maxPassage = 300
/** A model that has repeated itself for so long does not stop. */
const endlessRun = 200 * wordWeight

/**
 * Finds passages that repeat an earlier part of a text word for word. The text arrives in parts, the
 * result does not depend on how it is split, and the work per character is constant. Letter case and
 * punctuation are ignored.
 */
export class RepetitionScanner {
  private readonly hashes: number[] = []
  private readonly starts: number[] = []
  /** The weight of all units before and including each. */
  private readonly weights: number[] = []
  /** The last position of each window of units, by its hash. */
  private readonly windows = new Map<number, number>()
  /** The hash of the last units. */
  private window = 0
  private length = 0
  /** Of the current word; -1 between words. */
  private wordStart = -1
  private wordHash = 0
  /** The distance to the units that the current run repeats; 0 outside of a run. */
  private lag = 0
  private runStart = 0
  private runFrom = 0
  private repeatedUpTo = 0
  private repeatedWeight = 0
  private longest: (RepeatedPassage & { readonly weight: number }) | undefined
  private isEndless = false

  /** Whether the text repeats one passage without end. Then the rest of it is not scanned. */
  get isLoop(): boolean {
    return this.isEndless
  }

  /** Whether the text stops within a long repeated passage: one that is cut off there has no end. */
  get stopsInRepetition(): boolean {
    return this.lag > 0 && this.weightOf(this.runStart, this.hashes.length - 1) >= longPassage
  }

  /** Where the current repetition became evident; undefined while the text does not repeat itself. */
  get repeatsFrom(): number | undefined {
    return this.lag > 0 ? this.runFrom : undefined
  }

  /** The longest repeated passage, if the text repeats more than a refrain. */
  get repeated(): RepeatedPassage | undefined {
    const { longest } = this
    if (longest === undefined) return undefined
    const isMuch =
      this.repeatedWeight >= manyPassages &&
      this.repeatedWeight >= manyPassagesShare * (this.weights.at(-1) ?? 0)
    return isMuch || longest.weight >= longPassage ? longest : undefined
  }

  push(text: string): void {
    for (let at = 0; at < text.length && !this.isEndless; at++) {
      const code = text.charCodeAt(at)
      const sign = signs[code] || newSign(code)
      if (sign > 0) {
        if (this.wordStart === -1) this.wordStart = this.length
        this.wordHash = mix(this.wordHash, sign)
      } else if (sign !== ignored) {
        this.end()
        if (sign !== separator) this.addUnit(this.length, sign, letterWeight, this.length + 1)
      }
      this.length++
    }
  }

  /** Ends the last word of the text. */
  end(): void {
    if (this.wordStart === -1) return
    const { wordStart, wordHash } = this
    this.wordStart = -1
    this.wordHash = 0
    this.addUnit(wordStart, wordHash, wordWeight, this.length)
  }

  private addUnit(start: number, hash: number, weight: number, end: number): void {
    const { hashes, weights } = this
    const at = hashes.push(hash) - 1
    this.starts.push(start)
    weights.push((weights[at - 1] ?? 0) + weight)
    const leaving = Math.imul(hashes[at - windowUnits] ?? 0, factorOfLast)
    this.window = (Math.imul(this.window, factor) + hash - leaving) | 0
    if (this.lag > 0 && hashes[at - this.lag] !== hash) this.lag = 0
    if (this.lag === 0) this.findRun(at, end)
    if (at % windowStep === 0) this.windows.set(this.window, at)
    if (this.lag > 0) this.extendRun(at, end)
  }

  private findRun(at: number, end: number): void {
    const earlier = this.windows.get(this.window)
    if (earlier === undefined) return
    const length = this.equalUnits(earlier, at)
    if (length < windowUnits) return
    this.lag = at - earlier
    this.runStart = at - length + 1
    this.runFrom = end
  }

  /**
   * Counts the equal units before two positions, both included. Windows are compared every few units, so a
   * repetition starts at most one such step before the window that shows it.
   */
  private equalUnits(earlier: number, at: number): number {
    const { hashes } = this
    const most = Math.min(windowUnits + windowStep - 1, earlier + 1)
    let length = 0
    while (length < most && hashes[earlier - length] === hashes[at - length]) length++
    return length
  }

  private extendRun(at: number, end: number): void {
    const from = Math.max(this.runStart, this.repeatedUpTo)
    this.repeatedWeight += this.weightOf(from, at)
    this.repeatedUpTo = at + 1
    const weight = this.weightOf(this.runStart, at)
    if (weight > (this.longest?.weight ?? 0)) {
      this.longest = { start: this.starts[this.runStart] ?? 0, end, weight }
    }
    // The passage has been written three times.
    this.isEndless = weight >= endlessRun && at + 1 - this.runStart >= 2 * this.lag
  }

  private weightOf(from: number, to: number): number {
    return (this.weights[to] ?? 0) - (this.weights[from - 1] ?? 0)
  }
}

/** A scanner that has read a text. */
export function scanForRepetition(text: string): RepetitionScanner {
  const scanner = new RepetitionScanner()
  scanner.push(text)
  scanner.end()
  return scanner
}

/** The repeated passage of a scanned text, up to a length that identifies it. */
export function passageOf(text: string, { repeated }: RepetitionScanner): string | undefined {
  if (repeated === undefined) return undefined
  const end = Math.min(repeated.end, repeated.start + maxPassage)
  const marks = marksAfter.exec(text.slice(end, end + maxMarks))?.[0] ?? ''
  return text.slice(repeated.start, end) + marks
}

/** The repeated passage of a text, if it repeats more than a refrain. */
export function repeatedPassage(text: string): string | undefined {
  return passageOf(text, scanForRepetition(text))
}

/** The marks that end the sentence of a passage. */
const marksAfter = /^[^\s\p{L}\p{N}]*/u
const maxMarks = 4

function power(base: number, exponent: number): number {
  return exponent === 0 ? 1 : Math.imul(base, power(base, exponent - 1))
}

function mix(hash: number, value: number): number {
  return (Math.imul(hash ^ value, factor) + 0x9e3779b9) | 0
}

/**
 * What each code unit means, filled on first use: a character of a word in lower case, the negative of
 * a letter of a script without spaces, or one of the two constants. Zero marks an unknown code unit.
 */
const signs = new Int32Array(0x1_0000)
const separator = -0x1_0000
/** An apostrophe does not end a word. */
const ignored = -0x1_0001

function newSign(code: number): number {
  const character = String.fromCharCode(code)
  return (signs[code] = signOf(character, code))
}

function signOf(character: string, code: number): number {
  if (character === "'" || character === '’') return ignored
  if (isUnspacedLetter(character)) return -code
  return isWordCharacter(character) ? character.toLowerCase().charCodeAt(0) : separator
}
