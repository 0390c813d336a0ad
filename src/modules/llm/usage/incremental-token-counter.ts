import { countTokens } from './token-count.js'

/**
 * Counts the tokens of a text as it comes. No token of o200k_base reaches over the space behind a
 * word, nor over the stop behind a word of a script without spaces: what stands before the last such
 * place is counted once and for all. Line ends are no such place: a stop takes them along.
 */
export class IncrementalTokenCounter {
  private counted = 0
  private tail = ''

  /** Of all that has come so far; what may still grow together counts as if it had ended. */
  get total(): number {
    return this.counted + countTokens(this.tail)
  }

  /** A little less than the total: the last word is not counted yet. */
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

/** Where a word has ended for the last time. */
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
