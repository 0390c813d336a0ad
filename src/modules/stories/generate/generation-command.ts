import type { Principal } from '#core/access/principal.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** A look-up in the cache that has begun. */
export interface CacheLookup {
  readonly key: string
  /** The id of the cached story. Never rejects. */
  readonly id: Promise<string | undefined>
}

/** A request for a story, and who makes it. */
export interface GenerationCommand {
  readonly request: StoryRequest
  readonly principal: Principal
  /** Name of the route; an Idempotency-Key is valid for one route. */
  readonly route: 'generate' | 'stories' | 'stream' | 'revisions' | 'revision_stream' | 'job'
  /** Header `Idempotency-Key`, already looked up. */
  readonly idempotencyKey: LookedUpKey | undefined
  /** Undefined if the request must not share a story: the cache is off, or the caller bypasses it. */
  readonly lookup: CacheLookup | undefined
  /** Receives the story while it is written; without one it is delivered when it is complete. */
  readonly listener?: StoryListener
}

/** The story that one caller gets. */
export interface GenerationResult {
  readonly story: Story
  /** The response to an earlier request with the same Idempotency-Key. */
  readonly replayed: boolean
}
