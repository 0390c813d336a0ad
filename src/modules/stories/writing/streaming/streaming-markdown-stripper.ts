import { toPlainText, withoutControls } from '#modules/stories/checks/plain-text.js'

/** Whatever may begin a mark that `toPlainText` takes away; at the start of a line a few more. */
const marks: ReadonlySet<string> = new Set('*_`~#>[]\\<')
const lineMarks: ReadonlySet<string> = new Set('-+=•')
const paragraphEnd = /\n[^\S\n]*\n/
const sceneBreaks = /^\* \* \*(?:\n+\* \* \*)*$/

/**
 * `toPlainText` for prose that is still being written: gives each stretch as soon as nothing that
 * follows can change it. Paragraphs without marks flow; from a mark on the rest of its paragraph
 * waits for the paragraph's end. However the text is split, the pieces put together are the same.
 */
export class StreamingMarkdownStripper {
  /** The paragraph being written, as it came. */
  private paragraph = ''
  /** How much of it has been given, and how long that was once it was plain. */
  private givenRaw = 0
  private given = 0
  /** How far no mark was found, and whether the line has only white space there. */
  private searched = 0
  private isLineStart = true
  private hasMark = false
  /** The beginning of a character or line end that the next chunk completes. */
  private unfinished = ''
  private hasBegun: boolean
  private breakWaits = false

  /** @param goesOn whether a text stands before this one, so that it begins with a blank line */
  constructor(goesOn = false) {
    this.hasBegun = goesOn
  }

  push(raw: string): string {
    const text = this.unfinished + raw
    const end = endOfWhole(text)
    this.unfinished = text.slice(end)
    this.take(text.slice(0, end))
    return this.wholeParagraphs() + this.safeBeginning()
  }

  /** The rest, once everything has been written. */
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

  /** Where a blank line ends the paragraph; not inside a comment, which may hold some. */
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

  /** What nothing can change any more: up to the first mark, without white space at the end. */
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

  /** The rest of a paragraph that is whole. */
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

  /** What stands between this paragraph and the one before; a scene break only between two. */
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

/** Plain as it would be in the midst of others. */
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

/** A carriage return may be half a line end, a high surrogate half a character. */
function endOfWhole(text: string): number {
  const last = text.charCodeAt(text.length - 1)
  const isHalf = last === 0x0d || (last >= 0xd800 && last <= 0xdbff)
  return isHalf ? text.length - 1 : text.length
}
