/**
 * Finds the blank lines that end the paragraphs of a text that arrives in parts. Blank lines inside a
 * comment do not end a paragraph.
 */
export class ParagraphScanner {
  /** Whether the current line has only white space; false for the first line of a paragraph. */
  private isBlankLine = false
  private isInComment = false
  /** The end of the text, in which a comment mark may have begun. */
  private tail = ''

  /** The position after the blank line that ends the paragraph; undefined if the part has none. */
  paragraphEnd(part: string, from: number): number | undefined {
    for (let at = from; at < part.length; at++) {
      const character = part.charAt(at)
      this.readMark(character)
      if (this.isInComment) continue
      if (character === '\n') {
        if (this.isBlankLine) {
          this.isBlankLine = false
          return at + 1
        }
        this.isBlankLine = true
      } else if (this.isBlankLine && !isSpace(character)) this.isBlankLine = false
    }
    return undefined
  }

  private readMark(character: string): void {
    if (!'<!->'.includes(character)) {
      this.tail = ''
      return
    }
    this.tail = (this.tail + character).slice(-4)
    if (!this.isInComment && this.tail === '<!--') {
      this.isInComment = true
      this.tail = ''
    } else if (this.isInComment && this.tail.endsWith('-->')) {
      this.isInComment = false
    }
  }
}

export function isSpace(character: string): boolean {
  return character === ' ' || /\s/.test(character)
}
