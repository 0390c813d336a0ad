import type { Principal } from '#core/access/principal.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import type { StoryListener } from '#modules/stories/writing/streaming/story-listener.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** What the headers of a generating request say. */
export interface GenerationHeaders {
  /** Of the header Idempotency-Key, already looked up. */
  readonly idempotencyKey: LookedUpKey | undefined
  /** `Cache-Control: no-cache`: a new story, whatever was written before. */
  readonly bypassCache: boolean
}

/** A story that somebody wants. */
export interface GenerationCommand extends GenerationHeaders {
  readonly request: StoryRequest
  readonly principal: Principal
  /** The route's name; an Idempotency-Key counts for one route. */
  readonly route: 'generate' | 'stories' | 'stream'
  /** Hears the story while it is written; without one it is told when it is finished. */
  readonly listener?: StoryListener
}

/** A story as one caller gets it. */
export interface GenerationResult {
  readonly story: Story
  /** The answer to an earlier request with the same Idempotency-Key. */
  readonly replayed: boolean
}
