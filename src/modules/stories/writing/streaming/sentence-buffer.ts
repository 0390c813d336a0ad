import { lastSentenceEnd } from '#modules/stories/writing/sentence-end.js'

/**
 * Passes text through until the token limit is near. From then on it passes whole sentences only, so
 * that a truncated story ends with a sentence.
 */
export class SentenceBuffer {
  private held = ''
  private isNear = false

  nearTokenLimit(): void {
    this.isNear = true
  }

  push(text: string): string {
    if (!this.isNear && this.held === '') return text
    this.held += text
    const end = this.isNear ? lastSentenceEnd(this.held) : this.held.length
    const out = this.held.slice(0, end)
    this.held = this.held.slice(end)
    return out
  }

  /** The text that is held back. It is not delivered if the story was truncated. */
  end(): string {
    const rest = this.held
    this.held = ''
    return rest
  }
}
