import { countTokens } from './token-count.js'

/**
 * Counts the tokens of a text while it is streamed. No token of o200k_base crosses the space after a
 * word, or the punctuation after a word of a script without spaces, so the text before the last such
 * boundary is counted only once. Line ends are no boundary, because punctuation merges with them.
 */
export class IncrementalTokenCounter {
  private counted = 0
  private tail = ''

  /** The count of the text so far; the last word counts as if the text ended here. */
  get total(): number {
    return this.counted + countTokens(this.tail)
  }

  /** The count without the last word: slightly less than the total, and cheaper. */
  get soFar(): number {
    return this.counted
  }

  push(text: string): void {
    this.tail += text
    const end = lastWordEnd(this.tail)
    if (end === 0) return
    const whole = this.tail.slice(0, end)
    this.tail = this.tail.slice(end)
    this.counted += countTokens(whole)
  }
}

/** The position of the last boundary. */
function lastWordEnd(text: string): number {
  for (let at = text.length - 1; at > 0; at--) {
    const before = text.charCodeAt(at - 1)
    const code = text.charCodeAt(at)
    if (code === space ? !/\s/.test(text.charAt(at - 1)) : isStop(code) && isKanaOrHan(before)) {
      return at
    }
  }
  return 0
}

const space = 0x20

/** 、 。 ， ！ ？ */
function isStop(code: number): boolean {
  return code === 0x3001 || code === 0x3002 || code === 0xff0c || code === 0xff01 || code === 0xff1f
}

function isKanaOrHan(code: number): boolean {
  return (
    (code >= 0x3041 && code <= 0x3096) ||
    (code >= 0x30a1 && code <= 0x30fa) ||
    (code >= 0x4e00 && code <= 0x9fff)
  )
}
