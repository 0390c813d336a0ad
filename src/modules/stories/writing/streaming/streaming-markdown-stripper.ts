import { toPlainText, withoutControls } from '#modules/stories/checks/plain-text.js'

/**
 * Characters that may begin a mark that `toPlainText` removes; more of them at the start of a line.
 */
const marks: ReadonlySet<string> = new Set('*_`~#>[]\\<')
const lineMarks: ReadonlySet<string> = new Set('-+=•')
const paragraphEnd = /\n[^\S\n]*\n/
const sceneBreaks = /^\* \* \*(?:\n+\* \* \*)*$/

/**
 * `toPlainText` for a text that is still being written. A part is returned as soon as later text
 * cannot change it: text without marks at once, text after a mark at the end of its paragraph. The
 * concatenation of the parts does not depend on how the text was split.
 */
export class StreamingMarkdownStripper {
  /** The current paragraph, unchanged. */
  private paragraph = ''
  /** The length of what has been returned of it: of the input, and as plain text. */
  private givenRaw = 0
  private given = 0
  /** Up to where no mark was found, and whether the line has only white space there. */
  private searched = 0
  private isLineStart = true
  private hasMark = false
  /** The start of a character or line end that the next chunk completes. */
  private unfinished = ''
  private hasBegun: boolean
  private breakWaits = false

  /** @param isContinuation whether a text precedes this one, so that it begins with a blank line */
  constructor(isContinuation = false) {
    this.hasBegun = isContinuation
  }

  push(raw: string): string {
    const text = this.unfinished + raw
    const end = endOfWhole(text)
    this.unfinished = text.slice(end)
    this.take(text.slice(0, end))
    return this.wholeParagraphs() + this.safeBeginning()
  }

  /** Returns the rest, after the end of the text. */
  end(): string {
    this.take(this.unfinished)
    this.unfinished = ''
    return this.wholeParagraphs() + this.finish(this.paragraph)
  }

  private take(raw: string): void {
    this.paragraph += withoutControls(raw)
    if (this.searched === 0) this.paragraph = this.paragraph.trimStart()
  }

  private wholeParagraphs(): string {
    let out = ''
    for (let end = this.paragraphEnd(); end !== undefined; end = this.paragraphEnd()) {
      const rest = this.paragraph.slice(end).trimStart()
      out += this.finish(this.paragraph.slice(0, end))
      this.begin(rest)
    }
    return out
  }

  /** The blank line that ends the paragraph. Blank lines inside a comment do not end it. */
  private paragraphEnd(): number | undefined {
    let from = 0
    for (;;) {
      const found = this.paragraph.slice(from).search(paragraphEnd)
      if (found === -1) return undefined
      const end = from + found
      const comment = this.paragraph.lastIndexOf('<!--', end)
      const close = comment === -1 ? 0 : this.paragraph.indexOf('-->', comment)
      if (close === -1) return undefined
      if (close <= end) return end
      from = close
    }
  }

  /** The final part: up to the first mark, without white space at its end. */
  private safeBeginning(): string {
    this.searchMark()
    const end = lengthWithoutSpace(this.paragraph, this.searched)
    if (end <= this.givenRaw) return ''
    const lead = this.given === 0 ? this.lead() : ''
    const text = tidyLines(this.paragraph.slice(this.givenRaw, end))
    this.givenRaw = end
    this.given += text.length
    return lead + text
  }

  private searchMark(): void {
    while (!this.hasMark && this.searched < this.paragraph.length) {
      const character = this.paragraph.charAt(this.searched)
      if (marks.has(character) || (this.isLineStart && lineMarks.has(character))) {
        this.hasMark = true
        return
      }
      if (character === '\n') this.isLineStart = true
      else if (!isSpace(character)) this.isLineStart = false
      this.searched++
    }
  }

  /** The rest of a complete paragraph. */
  private finish(paragraph: string): string {
    const plain = asParagraph(paragraph)
    const isBreak = this.given === 0 && sceneBreaks.test(plain)
    if (isBreak) this.breakWaits = this.hasBegun
    const lead = this.given === 0 && plain !== '' && !isBreak ? this.lead() : ''
    const rest = isBreak ? '' : plain.slice(this.given)
    this.begin('')
    return lead + rest
  }

  private begin(paragraph: string): void {
    this.paragraph = paragraph
    this.givenRaw = 0
    this.given = 0
    this.searched = 0
    this.isLineStart = true
    this.hasMark = false
  }

  /** The separator between this paragraph and the previous one; a scene break needs both. */
  private lead(): string {
    const between = this.breakWaits ? '\n\n* * *\n\n' : '\n\n'
    const lead = this.hasBegun ? between : ''
    this.hasBegun = true
    this.breakWaits = false
    return lead
  }
}

function lengthWithoutSpace(text: string, end: number): number {
  let at = end
  while (at > 0 && isSpace(text.charAt(at - 1))) at--
  return at
}

function isSpace(character: string): boolean {
  return character === ' ' || /\s/.test(character)
}

/** A paragraph as plain text, as if it were between two others. */
function asParagraph(raw: string): string {
  const [before, after] = ['x\n\n', '\n\nx'] as const
  const plain = toPlainText(before + raw + after)
  return plain.length > before.length + after.length
    ? plain.slice(before.length, -after.length)
    : ''
}

function tidyLines(text: string): string {
  return text.replace(/[^\S\n]+$/gm, '')
}

/** A carriage return may be half of a line end; a high surrogate is half of a character. */
function endOfWhole(text: string): number {
  const last = text.charCodeAt(text.length - 1)
  const isHalf = last === 0x0d || (last >= 0xd800 && last <= 0xdbff)
  return isHalf ? text.length - 1 : text.length
}
