import { countTokens } from './token-count.js'

/**
 * Counts the tokens of a text as it comes. A token never reaches over white space that follows a
 * word, so what stands before the last such place is counted once and for all.
 */
export class TokenTally {
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

/** Where white space follows a word for the last time. */
function lastWordEnd(text: string): number {
  for (let at = text.length - 1; at > 0; at--) {
    if (isSpace(text.charCodeAt(at)) && !isSpace(text.charCodeAt(at - 1))) return at
  }
  return 0
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a
}
