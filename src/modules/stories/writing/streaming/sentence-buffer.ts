import { SentenceEnds } from '#modules/stories/writing/text/sentence-end.js'

/**
 * Passes text through until the token limit is near. From then on it passes whole sentences only, so
 * that a truncated story ends with a sentence.
 */
export class SentenceBuffer {
  private isNear = false
  private readonly ends = new SentenceEnds()
  private held: string[] = []
  /** The length of the text that the sentences have passed. */
  private passed = 0

  nearTokenLimit(): void {
    this.isNear = true
  }

  push(text: string): string {
    if (!this.isNear) return text
    this.ends.push(text)
    this.held.push(text)
    const length = this.ends.last - this.passed
    if (length === 0) return ''
    const all = this.held.join('')
    this.held = [all.slice(length)]
    this.passed += length
    return all.slice(0, length)
  }

  /** The text that is held back. It is not delivered if the story was truncated. */
  end(): string {
    const rest = this.held.join('')
    this.held = []
    return rest
  }
}
