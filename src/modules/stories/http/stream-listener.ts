import { currentContext } from '#core/context/request-context.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import type { ObservedStream } from './stream-metrics.js'

/** A replayed or cached story is sent paragraph by paragraph. */
const paragraph = /(?<=\n\n)/

/**
 * Sends `meta`, `title` and `delta` while a story is written. StreamStoryService sends `done`, and
 * EventStream sends `error` and heartbeats.
 */
export class StreamListener implements StoryListener {
  private begun = false

  constructor(
    private readonly events: EventStream,
    private readonly observed: ObservedStream
  ) {}

  get hasBegun(): boolean {
    return this.begun
  }

  async onStart({ storyId, model }: { storyId: string; model: string }): Promise<void> {
    this.begun = true
    const requestId = currentContext()?.requestId ?? ''
    await this.events.send('meta', { storyId, model, requestId })
  }

  async onTitle(text: string): Promise<void> {
    await this.events.send('title', { text })
  }

  async onDelta(text: string): Promise<void> {
    this.observed.textSent()
    await this.events.send('delta', { text })
  }

  /** Sends a finished story. */
  async sendWhole({ id: storyId, model, title, content }: Story): Promise<void> {
    await this.onStart({ storyId, model })
    await this.onTitle(title)
    for (const text of content.split(paragraph)) await this.onDelta(text)
  }
}
