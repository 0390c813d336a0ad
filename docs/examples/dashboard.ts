/** A page in a browser: one story at a time, with the Kuybi token of its user. */

import {
  ConnectionError,
  JiraiyaClient,
  JiraiyaError,
  type StoryEvent,
  type GenerationCommand,
  type Story,
  type TokenSource
} from '@kuybi/jiraiya-client'

export interface Jiraiya {
  /** The address of the service, with its prefix if it has one, without `/api`. */
  readonly url: string
  /**
   * The user's current Kuybi token. After a 401 it is called with the token that was rejected: refresh the
   * token at Kuybi, once for the whole page, and return the new one, or '' if Kuybi has none.
   */
  readonly token: TokenSource
}

/** What the page does next. */
export type Outcome =
  | { readonly kind: 'story'; readonly story: Story }
  /** The user or the page cancelled the request: there is nothing to show. */
  | { readonly kind: 'stopped' }
  /** The token was rejected and could not be renewed. No other error has the status 401. */
  | { readonly kind: 'log-out' }
  /** Offer "try again", at the earliest after so many seconds. */
  | { readonly kind: 'try-later'; readonly message: string; readonly afterSeconds: number }
  /** The same request would fail again: show the message. 403 is one of these. */
  | { readonly kind: 'failed'; readonly message: string; readonly requestId: string }

/** One story at a time: a new request, or leaving the page, cancels the previous one. */
export class StoryRequests {
  private readonly client: JiraiyaClient
  private running = new AbortController()

  constructor({ url, token }: Jiraiya) {
    // The user decides about a retry, so the client makes none.
    this.client = new JiraiyaClient({ baseUrl: url, token, retry: { maxAttempts: 1 } })
  }

  /** @param bypassCache whether to generate a new story even if the cache has one */
  write(order: GenerationCommand, bypassCache = false): Promise<Outcome> {
    return this.run(signal => this.client.createStory(order, { signal, bypassCache }))
  }

  /**
   * The same, with each event passed to `show` while the story is written. The event `meta` begins a
   * story; after a lost connection it comes a second time, so clear the text then. A slow `show` slows
   * the stream down.
   */
  stream(
    order: GenerationCommand,
    show: (event: StoryEvent) => void | Promise<void>,
    bypassCache = false
  ): Promise<Outcome> {
    // With one key the service resumes or replays the same story, and charges for it once.
    const idempotencyKey = crypto.randomUUID()
    return this.run(async signal => {
      for (let attempt = 1; ; attempt++) {
        let hasBegun = false
        try {
          const options = { signal, bypassCache, idempotencyKey }
          for await (const event of this.client.streamStory(order, options)) {
            hasBegun = true
            await show(event)
            if (event.type === 'done') return event.story
          }
        } catch (error) {
          const wasLost = hasBegun && error instanceof ConnectionError && error.retryable
          if (!wasLost || attempt === 3) throw error
        }
      }
    })
  }

  /** For a "stop" button and for `onUnmounted`; it also stops the model. */
  stop(): void {
    this.running.abort()
  }

  private async run(request: (signal: AbortSignal) => Promise<Story>): Promise<Outcome> {
    this.stop()
    const { signal } = (this.running = new AbortController())
    try {
      return { kind: 'story', story: await request(signal) }
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' }
      if (error instanceof JiraiyaError) return outcomeOf(error)
      throw error
    }
  }
}

function outcomeOf({ status, retryable, retryAfter, message, requestId }: JiraiyaError): Outcome {
  if (status === 401) return { kind: 'log-out' }
  return retryable
    ? { kind: 'try-later', message, afterSeconds: retryAfter ?? 5 }
    : { kind: 'failed', message, requestId }
}
