import { RepetitionScanner } from '#modules/stories/checks/repetition.js'

/**
 * Holds text back while it repeats an earlier part of the story. It is passed on when the repetition
 * ends, and dropped if it never does. The output does not depend on how the text is split.
 */
export class RepetitionFilter {
  private readonly scanner = new RepetitionScanner()
  private waiting = ''
  private isDropped = false
  /** The length of the story that has been passed on. */
  private passed: number

  /** @param before the story that the text continues */
  constructor(before = '') {
    this.scanner.push(before)
    this.passed = before.length
  }

  /** Whether the text repeats one passage without end. Then nothing more is passed on. */
  get isLoop(): boolean {
    return this.isDropped || this.scanner.isLoop
  }

  /** The text that is held back. */
  get held(): string {
    return this.waiting
  }

  push(text: string): string {
    if (this.isLoop) return ''
    this.scanner.push(text)
    this.waiting += text
    const { repeatsFrom } = this.scanner
    const length = Math.max(0, (repeatsFrom ?? Infinity) - this.passed)
    const passedOn = this.waiting.slice(0, length)
    this.waiting = this.isLoop ? '' : this.waiting.slice(length)
    this.passed += passedOn.length
    return passedOn
  }

  /** Ends the text; one that is cut off within a long repeated passage loses what is held back. */
  end(cut: boolean): void {
    this.scanner.end()
    this.isDropped = this.isLoop || (cut && this.scanner.stopsInRepetition)
    if (this.isDropped) this.waiting = ''
  }
}
