/** The part of a story that a continuation completes. */
export interface StoryBefore {
  /** Up to the last full sentence. */
  readonly content: string
  /** The incomplete sentence after it, or an empty text. */
  readonly tail: string
  /** Whether the tail has been emitted, so that it cannot be dropped. */
  readonly isTailDelivered: boolean
}

/** A continuation that equals the start of the story over this length repeats the story. */
const minRestated = 300

type State = 'undecided' | 'flowing' | 'useless'

/**
 * Joins a continuation to a story without breaking a sentence. A continuation that starts in
 * mid-sentence completes the tail. If it repeats the sentence or the story, the repeated part is
 * skipped. If it starts a new sentence, the tail is dropped. Returns the text to append.
 */
export class ContinuationJoin {
  private state: State = 'undecided'
  private held = ''
  private readonly whole: string
  private readonly sentence: string
  private restatesWhole = true
  private restatesSentence: boolean

  constructor(private readonly before: StoryBefore) {
    this.whole = before.content + before.tail
    this.sentence = before.tail.trimStart()
    this.restatesSentence = this.sentence !== ''
  }

  /** Whether the text is not a continuation: it retells the story in other words. */
  get isUseless(): boolean {
    return this.state === 'useless'
  }

  push(text: string): string {
    if (this.state === 'flowing') return text
    if (this.state === 'useless') return ''
    const from = this.held.length
    const more = from === 0 ? text.trimStart() : text
    this.held += more
    this.restatesWhole &&= agrees(this.whole, more, from)
    this.restatesSentence &&= agrees(this.sentence, more, from)
    const isOpen =
      (this.restatesWhole && this.held.length <= this.whole.length) ||
      (this.restatesSentence && this.held.length <= this.sentence.length)
    return isOpen ? '' : this.decide()
  }

  /** Ends the continuation and returns the buffered text. */
  end(): string {
    return this.state === 'undecided' && this.held !== '' ? this.decide() : ''
  }

  private decide(): string {
    const { held } = this
    const { tail, isTailDelivered } = this.before
    this.state = 'flowing'
    this.held = ''
    const missing = isTailDelivered ? '' : tail
    if (this.restatesWhole && held.length >= this.whole.length) {
      return missing + held.slice(this.whole.length)
    }
    if (this.restatesSentence && held.length >= this.sentence.length) {
      return missing + held.slice(this.sentence.length)
    }
    if (isRestated(this.whole, held)) {
      this.state = 'useless'
      return ''
    }
    if (tail === '') return `\n\n${held}`
    if (continuesSentence.test(held)) return missing + glue(tail, held) + held
    return `${isTailDelivered ? interruption(tail) : ''}\n\n${held}`
  }
}

/** Whether a text has a part at a position, up to the end of the shorter one. */
function agrees(text: string, part: string, from: number): boolean {
  const length = Math.min(part.length, text.length - from)
  return length <= 0 || text.startsWith(part.slice(0, length), from)
}

function isRestated(whole: string, held: string): boolean {
  const beginning = whole.slice(0, minRestated)
  return beginning.length === minRestated && held.startsWith(beginning)
}

/** A lower-case letter, or a mark inside or at the end of a sentence. */
const continuesSentence = /^[\p{Ll},;:.!?…)”’»]/u
const standsAlone = /^[,;:.!?…)”’»]/
const endsOpen = /[\s\-–—‘“„«(]$/u

function glue(tail: string, held: string): string {
  return standsAlone.test(held) || endsOpen.test(tail) ? '' : ' '
}

/** An ellipsis after an emitted sentence that the continuation does not complete. */
function interruption(tail: string): string {
  return /[.!?…。！？]["'”’»」』)]*$/.test(tail) ? '' : '…'
}
