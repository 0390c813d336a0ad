import type { Principal } from '#core/access/principal.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** Options of a generation that the client sends as headers. */
export interface GenerationHeaders {
  /** Header `Idempotency-Key`, already looked up. */
  readonly idempotencyKey: LookedUpKey | undefined
  /** `Cache-Control: no-cache`: write a new story even if one is cached. */
  readonly bypassCache: boolean
}

/** A request for a story, and who makes it. */
export interface GenerationCommand extends GenerationHeaders {
  readonly request: StoryRequest
  readonly principal: Principal
  /** Name of the route; an Idempotency-Key is valid for one route. */
  readonly route: 'generate' | 'stories' | 'stream'
  /** Receives the story while it is written; without one it is delivered when it is complete. */
  readonly listener?: StoryListener
}

/** The story that one caller gets. */
export interface GenerationResult {
  readonly story: Story
  /** The response to an earlier request with the same Idempotency-Key. */
  readonly replayed: boolean
}
