import type { StoryRequest } from '../story-request.js'
import type { StorySafety } from '../safety/story-safety.service.js'
import type { StoryListener } from './story-listener.js'

/** Moderated together: long enough to judge, short enough to flow. About two sentences. */
const moderatedCharacters = 280
/** What stood before, so that nothing hides on the edge between two windows. */
const contextCharacters = 200
/** Without moderation text flows; it is searched for our instructions in steps. */
const searchedCharacters = 200

interface Stretch {
  readonly field: 'title' | 'text'
  readonly text: string
}

/** Holds text back until it may be read; what may not be is never told. */
export class ClearedText {
  private waiting: Stretch[] = []
  private length = 0
  private before = ''
  private unsearched = ''
  private readonly windowCharacters: number

  constructor(
    private readonly safety: StorySafety,
    private readonly request: StoryRequest,
    private readonly signal: AbortSignal,
    private readonly listener: StoryListener
  ) {
    this.windowCharacters = safety.isTellingModerated(request) ? moderatedCharacters : 0
  }

  /** @throws ContentRejected, or AppError AI_UNAVAILABLE when moderation fails and must not */
  async push(field: Stretch['field'], text: string): Promise<void> {
    if (text === '') return
    this.waiting.push({ field, text })
    this.length += text.length
    if (this.length >= this.windowCharacters) await this.clear()
  }

  /** Nothing waits any more. */
  async end(): Promise<void> {
    await this.clear()
    this.safety.refuseLeak(this.unsearched)
  }

  private async clear(): Promise<void> {
    const { waiting } = this
    if (waiting.length === 0) return
    this.waiting = []
    this.length = 0
    const text = waiting.map(stretch => stretch.text).join('')
    this.search(text)
    if (this.windowCharacters > 0) {
      await this.safety.clearPassage(this.before + text, this.request, this.signal)
      this.before = (this.before + text).slice(-contextCharacters)
    }
    for (const stretch of waiting) await this.listener[stretch.field](stretch.text)
  }

  private search(text: string): void {
    this.unsearched += text
    if (this.unsearched.length < 2 * searchedCharacters) return
    this.safety.refuseLeak(this.unsearched)
    this.unsearched = this.unsearched.slice(-searchedCharacters)
  }
}
