const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t'
}

const hexDigit = /[0-9a-fA-F]/
const lengthOfUnicodeEscape = '\\u0000'.length

/**
 * Decodes the escapes of a JSON string, one character at a time. An escape that JSON does not define
 * is decoded as its character: `\'` is an apostrophe. An incomplete escape is decoded as its text
 * without the backslash.
 */
export class JsonUnescape {
  /** An incomplete escape, with its backslash. */
  private escape = ''

  get isInEscape(): boolean {
    return this.escape !== ''
  }

  /** Returns the decoded text, empty inside an escape. */
  push(character: string): string {
    if (this.escape === '') {
      if (character !== '\\') return character
      this.escape = character
      return ''
    }
    if (this.escape === '\\') return this.beginEscape(character)
    if (!hexDigit.test(character)) return this.giveUp(character)
    this.escape += character
    if (this.escape.length < lengthOfUnicodeEscape) return ''
    const code = Number.parseInt(this.escape.slice(2), 16)
    this.escape = ''
    return String.fromCharCode(code)
  }

  /** Discards an incomplete escape. */
  reset(): void {
    this.escape = ''
  }

  private beginEscape(character: string): string {
    if (character === 'u') {
      this.escape += character
      return ''
    }
    this.escape = ''
    return escapes[character] ?? character
  }

  private giveUp(character: string): string {
    const text = this.escape.slice(1)
    this.escape = ''
    return text + this.push(character)
  }
}
