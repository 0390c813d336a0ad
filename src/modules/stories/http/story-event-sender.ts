import { currentContext } from '#core/context/request-context.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import { StoryDto } from '#modules/stories/http/dto/story.dto.js'
import type { ObservedStream } from './stream-metrics.js'

/** A replayed or cached story is sent paragraph by paragraph. */
const paragraph = /(?<=\n\n)/

/**
 * The events of a story stream: `meta`, `title` and `delta` while the story is written, then `done`.
 * EventStream sends `error` and heartbeats.
 */
export class StoryEventSender implements StoryListener {
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

  async sendDone(story: Story): Promise<void> {
    await this.events.finish('done', { story: StoryDto.from(story) })
  }
}
