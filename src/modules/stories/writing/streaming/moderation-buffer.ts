import { lastSentenceEnd } from '#modules/stories/writing/read-draft.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import type { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'

/** Moderated together: long enough to judge, short enough to flow. About two sentences. */
const moderatedCharacters = 280
/** What stood before, so that nothing hides on the edge between two windows. */
const contextCharacters = 200
/** Without moderation text flows; it is searched for our instructions in steps. */
const searchedCharacters = 200

/** The beginning of a word that may go on; in scripts without spaces nothing looks like one. */
const begunWord = /\s\S{0,60}$/

/** Holds text back until it may be read; what may not be is never told. */
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
    this.windowCharacters = safety.isStreamModerated(request) ? moderatedCharacters : 0
  }

  /** @throws ContentRejected, or AppError AI_UNAVAILABLE when moderation fails and must not */
  async push(field: 'title' | 'text', more: string): Promise<void> {
    this.waiting[field] += more
    const { title, text } = this.waiting
    if (title.length + text.length < this.windowCharacters) return
    const end = this.windowCharacters === 0 ? text.length : windowEnd(text)
    if (end !== undefined) await this.clear(end)
  }

  /** Nothing waits any more. */
  async end(): Promise<void> {
    await this.clear(this.waiting.text.length)
    this.safety.rejectLeak(this.unsearched)
  }

  private async clear(length: number): Promise<void> {
    const { title } = this.waiting
    const text = this.waiting.text.slice(0, length)
    if (title === '' && text === '') return
    this.waiting = { title: '', text: this.waiting.text.slice(length) }
    // A title has no full stop: run together, its last word and the first of the text are lost.
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
 * A sentence is judged whole: what begins harmlessly may end otherwise. One that does not end is
 * parted between two words. Undefined while it is worth waiting.
 */
function windowEnd(text: string): number | undefined {
  const end = lastSentenceEnd(text)
  if (end >= moderatedCharacters / 2) return end
  if (text.length < 2 * moderatedCharacters) return undefined
  const begun = text.search(begunWord)
  return begun === -1 ? text.length : begun
}
