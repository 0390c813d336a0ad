import { countTokens, inProportion, maxCounted, maxPart } from './token-count.js'
import { lastWordEnd } from './word-end.js'

/**
 * Counts the tokens of a text while it is streamed. The text before the last boundary between two
 * words is counted only once, so the work for each piece does not grow with the text.
 */
export class IncrementalTokenCounter {
  private counted = 0
  private tail = ''
  /** In UTF-16 code units: of the text that is counted, and of the whole. */
  private readonly lengths = { counted: 0, all: 0 }
  private tailBytes = 0

  /** The count of the text so far; the last word counts as if the text ended here. */
  get total(): number {
    return this.ofAll(this.counted + countTokens(this.tail))
  }

  /** The count without the last word: slightly less than the total, and cheaper. */
  get soFar(): number {
    return this.ofAll(this.counted)
  }

  /** An upper limit of the total that is as cheap: the last word has at most one token a byte. */
  get atMost(): number {
    return Math.ceil(this.ofAll(this.counted + this.tailBytes))
  }

  push(text: string): void {
    const piece = text.slice(0, maxCounted - this.lengths.counted)
    this.lengths.all += text.length
    if (piece === '') return
    this.lengths.counted += piece.length
    this.tail += piece
    this.tailBytes += Buffer.byteLength(piece)
    const end = lastWordEnd(this.tail) || (this.tail.length < maxPart ? 0 : this.tail.length)
    if (end === 0) return
    const whole = this.tail.slice(0, end)
    this.tail = this.tail.slice(end)
    this.tailBytes = Buffer.byteLength(this.tail)
    this.counted += countTokens(whole)
  }

  private ofAll(tokens: number): number {
    return inProportion(tokens, this.lengths.counted, this.lengths.all)
  }
}
