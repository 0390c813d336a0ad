import { errorForUser, type CredentialOwner } from '../error-for-user.js'
import type { Story } from '../generated/types.gen.js'
import { JiraiyaError } from '../jiraiya-error.js'
import type { StoryEvent } from '../story-events.js'
import { errorText, eventText } from './event-text.js'

type Events = AsyncGenerator<StoryEvent, void, undefined>

/** The events of a story that is being written. It can be read once. */
export class StoryStream implements AsyncIterableIterator<StoryEvent> {
  private readonly leaving = new AbortController()
  private readonly events: Events
  private story: Story | undefined
  private failure: unknown

  constructor(
    private readonly open: (signal: AbortSignal) => Events,
    private readonly caller: AbortSignal | undefined
  ) {
    this.events = this.read()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<StoryEvent, void>> {
    return this.events.next()
  }

  return(): Promise<IteratorResult<StoryEvent, void>> {
    return this.events.return()
  }

  /** Closes the connection at once. Who reads the stream gets this reason as an error. */
  abort(reason?: unknown): void {
    this.leaving.abort(reason)
  }

  /** Reads the rest of the stream, and returns the complete story. */
  async finalStory(): Promise<Story> {
    let step = await this.next()
    while (!step.done) step = await this.next()
    if (this.story === undefined)
      throw this.failure ?? new Error('The reader left the stream before the story was complete')
    return this.story
  }

  /**
   * The stream as bytes, in the format of the service: for a `Response`, or for `Readable.fromWeb`. An error is the
   * last event, as in the service. Cancelling it aborts the story.
   * @param credential whose credential the client has; see `errorForUser`
   */
  toReadableStream(credential: CredentialOwner = 'backend'): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder()
    return new ReadableStream<Uint8Array>(
      {
        pull: async controller => {
          const { text, isLast } = await this.nextText(credential)
          if (text !== '') controller.enqueue(encoder.encode(text))
          if (isLast) controller.close()
        },
        cancel: reason => this.abort(reason)
      },
      // Nothing is read ahead, so a slow reader slows the provider call.
      { highWaterMark: 0 }
    )
  }

  private async nextText(
    credential: CredentialOwner
  ): Promise<{ readonly text: string; readonly isLast: boolean }> {
    try {
      const { done, value } = await this.next()
      return done ? { text: '', isLast: true } : { text: eventText(value), isLast: false }
    } catch (error) {
      if (!(error instanceof JiraiyaError)) throw error
      return { text: errorText(errorForUser(error, credential)), isLast: true }
    }
  }

  /** The listener is added when the reading starts, so that an unread stream leaves none behind. */
  private async *read(): Events {
    const { caller } = this
    const leave = (): void => this.abort(caller?.reason)
    if (caller?.aborted) leave()
    else caller?.addEventListener('abort', leave, { once: true })
    try {
      for await (const event of this.open(this.leaving.signal)) {
        if (event.type === 'done') this.story = event.story
        yield event
      }
    } catch (error) {
      this.failure = error
      throw error
    } finally {
      caller?.removeEventListener('abort', leave)
    }
  }
}
