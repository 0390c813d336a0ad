import { lastSentenceEnd } from '#modules/stories/writing/text/sentence-end.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import type { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'

/** Size of a moderated window, about two sentences: enough context, little delay. */
const moderatedCharacters = 280
/** Text before a window that is moderated again, so that nothing hides between two windows. */
const contextCharacters = 200
/** Text is searched for the system prompt in steps of this size. */
const searchedCharacters = 200

/** The start of a word that may continue. Scripts without spaces have no match. */
const begunWord = /\s\S{0,60}$/

/** Holds text back until it is moderated. Rejected text is never delivered. */
export class ModerationBuffer {
  private waiting = { title: '', text: '' }
  private before = ''
  private unsearched = ''
  private readonly windowCharacters: number

  constructor(
    private readonly safety: StorySafetyService,
    private readonly request: StoryRequest,
    private readonly signal: AbortSignal,
    private readonly listener: StoryListener
  ) {
    this.windowCharacters = safety.isOutputModerated(request) ? moderatedCharacters : 0
  }

  /** @throws ContentRejected, or AppError AI_UNAVAILABLE if moderation fails and is required */
  async push(field: 'title' | 'text', more: string): Promise<void> {
    this.waiting[field] += more
    const { title, text } = this.waiting
    if (title.length + text.length < this.windowCharacters) return
    const end = this.windowCharacters === 0 ? text.length : windowEnd(text)
    if (end !== undefined) await this.release(end)
  }

  /** Delivers all text that is still held back. */
  async end(): Promise<void> {
    await this.release(this.waiting.text.length)
    this.safety.rejectLeak(this.unsearched)
  }

  private async release(length: number): Promise<void> {
    const { title } = this.waiting
    const text = this.waiting.text.slice(0, length)
    if (title === '' && text === '') return
    this.waiting = { title: '', text: this.waiting.text.slice(length) }
    // The title has no full stop, so a blank line separates its last word from the text.
    const window = title === '' ? text : `${title}\n\n${text}`
    this.search(window)
    if (this.windowCharacters > 0) {
      await this.safety.moderateText(this.before + window, this.request, this.signal)
      this.before = (this.before + window).slice(-contextCharacters)
    }
    if (title !== '') await this.listener.onTitle(title)
    if (text !== '') await this.listener.onDelta(text)
  }

  private search(text: string): void {
    this.unsearched += text
    if (this.unsearched.length < 2 * searchedCharacters) return
    this.safety.rejectLeak(this.unsearched)
    this.unsearched = this.unsearched.slice(-searchedCharacters)
  }
}

/**
 * Where to end the window: a sentence is moderated whole, because only its end may be harmful. A very
 * long one is split between two words. Undefined while the sentence may still end.
 */
function windowEnd(text: string): number | undefined {
  const end = lastSentenceEnd(text)
  if (end >= moderatedCharacters / 2) return end
  if (text.length < 2 * moderatedCharacters) return undefined
  const begun = text.search(begunWord)
  return begun === -1 ? text.length : begun
}
