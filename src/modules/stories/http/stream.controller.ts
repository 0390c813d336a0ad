import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { Bare } from '#core/access/bare.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { Events } from '#core/http/streaming/event-stream.decorator.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { ApiTextSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { storyBodyExamples } from './examples/story-examples.js'
import { generateErrors } from './examples/generate-examples.js'
import { GenerationOptions } from './generation-options.decorator.js'
import { StoryBody } from './dto/create-story.dto.js'
import { StoryBodyPipe } from './story-body.pipe.js'
import type { GenerationHeaders } from '#modules/stories/generate/generation-command.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { StreamStoryService } from './stream-story.service.js'
import { streamExample } from './examples/stream-examples.js'

/** Stories that arrive as they are written. */
@Bare()
@Controller({ path: 'stories/stream', version: '1' })
export class StreamController {
  constructor(private readonly stream: StreamStoryService) {}

  @ApiRoute({
    id: 'streamStory',
    tag: 'stories',
    summary: 'Write a story and hear it meanwhile',
    description:
      'As `POST /api/v1/stories`, as server-sent events: `meta {storyId, model, requestId}`, `title {text}`, `delta {text}` …, then `done {story}` or `error` with the error body. The deltas put together are the content. What fails before the first event is an ordinary error answer. Comments keep the connection awake. `retry:` before an `error` SHUTTING_DOWN says when to come again. A story found by its Idempotency-Key or in the cache is told at once.'
  })
  @ApiRequestHeaders('IdempotencyKey', 'CacheControl')
  @ApiRequestBody({ description: 'What to write.', type: StoryBody, examples: storyBodyExamples })
  @ApiTextSuccess(200, {
    description: 'The events.',
    contentType: 'text/event-stream',
    maxLength: 10_000_000,
    example: streamExample
  })
  @ApiErrors(...generateErrors)
  @Post()
  @HttpCode(200)
  @Scopes('stories')
  @RateLimit('generation')
  @Idempotent('stream')
  async generate(
    @Body(StoryBodyPipe) request: StoryRequest,
    @GenerationOptions() options: GenerationHeaders,
    @CurrentPrincipal() principal: Principal,
    @RequestSignal() signal: AbortSignal,
    @Events() events: EventStream
  ): Promise<void> {
    await this.stream.execute({ ...options, request, principal, route: 'stream' }, signal, events)
  }
}
