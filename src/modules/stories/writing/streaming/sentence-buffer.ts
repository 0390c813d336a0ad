import { lastSentenceEnd } from '#modules/stories/writing/read-draft.js'

/**
 * Lets text through as it comes until told that the token limit is near; from then on whole sentences
 * only, so that a story that is cut off ends with one.
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

  /** What was held back; nothing of it is told when the story was cut off. */
  end(): string {
    const rest = this.held
    this.held = ''
    return rest
  }
}
