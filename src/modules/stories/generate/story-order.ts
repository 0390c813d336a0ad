import type { Caller } from '#core/access/caller.js'
import type { StoryListener } from '#modules/stories/writing/streaming/story-listener.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** What the headers of a generating request say. */
export interface OrderOptions {
  /** Of the header Idempotency-Key. */
  readonly idempotencyKey: string | undefined
  /** `Cache-Control: no-cache`: a new story, whatever was written before. */
  readonly fresh: boolean
}

/** A story that somebody wants. */
export interface StoryOrder extends OrderOptions {
  readonly request: StoryRequest
  readonly caller: Caller
  /** The route's name; an Idempotency-Key counts for one route. */
  readonly route: 'generate' | 'stories' | 'stream'
  /** Hears the story while it is written; without one it is told when it is finished. */
  readonly listener?: StoryListener
}

/** A story as one caller gets it. */
export interface Delivery {
  readonly story: Story
  /** The answer to an earlier request with the same Idempotency-Key. */
  readonly replayed: boolean
}
