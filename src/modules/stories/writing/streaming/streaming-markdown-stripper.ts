import { toPlainText, withoutControls } from '#modules/stories/checks/plain-text.js'
import { isSpace, ParagraphScanner } from './paragraph-scanner.js'

/**
 * Characters that may begin a mark that `toPlainText` removes; more of them at the start of a line.
 */
const marks: ReadonlySet<string> = new Set('*_`~#>[]\\<')
const lineMarks: ReadonlySet<string> = new Set('-+=•')
const sceneBreaks = /^\* \* \*(?:\n+\* \* \*)*$/

/**
 * `toPlainText` for a text that is still being written. A part is returned as soon as later text
 * cannot change it: text without marks at once, text after a mark at the end of its paragraph. The
 * concatenation of the parts does not depend on how the text was split.
 */
export class StreamingMarkdownStripper {
  private readonly scanner = new ParagraphScanner()
  /** The parts of the current paragraph that have not been returned. */
  private held: string[] = []
  /** Stands for the part of the paragraph that has been returned; empty if there is none. */
  private before = ''
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
    return this.take(withoutControls(text.slice(0, end)))
  }

  /** Returns the rest, after the end of the text. */
  end(): string {
    const text = this.take(withoutControls(this.unfinished))
    this.unfinished = ''
    return text + this.finish()
  }

  private take(text: string): string {
    let out = ''
    let from = 0
    for (;;) {
      const end = this.scanner.paragraphEnd(text, from)
      if (end === undefined) return out + this.flow(text.slice(from))
      this.held.push(text.slice(from, end))
      out += this.finish()
      from = end
    }
  }

  /** Adds a part of the paragraph and returns what is final: up to the first mark. */
  private flow(part: string): string {
    const end = this.finalLength(part)
    if (end === 0) {
      this.held.push(part)
      return ''
    }
    const text = this.held.join('') + part.slice(0, end)
    this.held = [part.slice(end)]
    const isFirst = this.before === ''
    // The last character decides what a mark after it means; the letter keeps it off the line start.
    this.before = `x${Array.from(text.slice(-2)).at(-1) ?? ''}`
    return isFirst ? this.lead() + tidyLines(text.trimStart()) : tidyLines(text)
  }

  /** The length without white space at its end, and without the exclamation mark of an image. */
  private finalLength(part: string): number {
    let end = this.lengthBeforeMark(part)
    if (part.charAt(end - 1) === '!') end--
    while (end > 0 && isSpace(part.charAt(end - 1))) end--
    return end
  }

  private lengthBeforeMark(part: string): number {
    if (this.hasMark) return 0
    for (let at = 0; at < part.length; at++) {
      const character = part.charAt(at)
      if (marks.has(character) || (this.isLineStart && lineMarks.has(character))) {
        this.hasMark = true
        return at
      }
      if (character === '\n') this.isLineStart = true
      else if (!isSpace(character)) this.isLineStart = false
    }
    return part.length
  }

  /** Returns the rest of a complete paragraph. */
  private finish(): string {
    const { before } = this
    const held = this.held.join('')
    const rest = before === '' ? held.trimStart() : held
    const plain = rest.trim() === '' ? before : asParagraph(before + rest)
    this.held = []
    this.before = ''
    this.isLineStart = true
    this.hasMark = false
    if (before !== '') return plain.slice(before.length)
    if (plain === '') return ''
    if (!sceneBreaks.test(plain)) return this.lead() + plain
    this.breakWaits = this.hasBegun
    return ''
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

/** A paragraph as plain text, as if it were between two others. */
function asParagraph(raw: string): string {
  const [before, after] = ['x\n\n', '\n\nx'] as const
  const plain = toPlainText(before + raw + after)
  return plain.length > before.length + after.length
    ? plain.slice(before.length, -after.length)
    : ''
}

function tidyLines(text: string): string {
  return text
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
}

/** A carriage return may be half of a line end; a high surrogate is half of a character. */
function endOfWhole(text: string): number {
  const last = text.charCodeAt(text.length - 1)
  const isHalf = last === 0x0d || (last >= 0xd800 && last <= 0xdbff)
  return isHalf ? text.length - 1 : text.length
}
