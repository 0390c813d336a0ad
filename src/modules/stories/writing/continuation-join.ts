/** A story that goes on: how far it has come. */
export interface StoryBefore {
  /** Up to the last full sentence. */
  readonly content: string
  /** What follows it: the beginning of a sentence, or nothing. */
  readonly tail: string
  /** Whether the reader has the tail already, so that it cannot be dropped. */
  readonly isTailDelivered: boolean
}

/** A text that begins like the story for so long is the story again, not its rest. */
const minRestated = 300

type State = 'undecided' | 'flowing' | 'useless'

/**
 * Joins the rest of a story to what there is, without breaking a sentence: a rest that goes on in
 * mid-sentence completes the tail, one that begins the sentence or the whole story anew is taken from
 * where it says something new, and before a new sentence the tail is dropped. Returns what is to be
 * appended to what the reader has.
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

  /** Whether the rest is none: the story again, in other words from some point on. */
  get isUseless(): boolean {
    return this.state === 'useless'
  }

  push(text: string): string {
    if (this.state === 'flowing') return text
    if (this.state === 'useless') return ''
    const from = this.held.length
    this.held = from === 0 ? text.trimStart() : this.held + text
    this.restatesWhole &&= agrees(this.whole, this.held, from)
    this.restatesSentence &&= agrees(this.sentence, this.held, from)
    const isOpen =
      (this.restatesWhole && this.held.length <= this.whole.length) ||
      (this.restatesSentence && this.held.length <= this.sentence.length)
    return isOpen ? '' : this.decide()
  }

  /** The rest has ended. */
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
    if (goesOn.test(held)) return missing + glue(tail, held) + held
    return `${isTailDelivered ? interruption(tail) : ''}\n\n${held}`
  }
}

/** Whether two texts agree from a position up to the end of the shorter one. */
function agrees(text: string, held: string, from: number): boolean {
  const end = Math.min(held.length, text.length)
  return from >= end || text.startsWith(held.slice(from, end), from)
}

function isRestated(whole: string, held: string): boolean {
  const beginning = whole.slice(0, minRestated)
  return beginning.length === minRestated && held.startsWith(beginning)
}

/** A small letter, or a mark that stands inside or at the end of a sentence. */
const goesOn = /^[\p{Ll},;:.!?…)”’»]/u
const standsAlone = /^[,;:.!?…)”’»]/
const endsOpen = /[\s\-–—‘“„«(]$/u

function glue(tail: string, held: string): string {
  return standsAlone.test(held) || endsOpen.test(tail) ? '' : ' '
}

/** How a sentence is left that was told in part and is not taken up again. */
function interruption(tail: string): string {
  return /[.!?…。！？]["'”’»」』)]*$/.test(tail) ? '' : '…'
}
