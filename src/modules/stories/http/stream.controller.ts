import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { CallerSignal } from '#core/http/caller-signal.decorator.js'
import { Events } from '#core/http/streaming/event-stream.decorator.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { TextAnswer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { RequestBody } from '#core/http/openapi/decorators/request-body.decorator.js'
import { RequestHeaders } from '#core/http/openapi/decorators/request-headers.decorator.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { Limited } from '#modules/rate-limit/limited.decorator.js'
import { storyBodyExamples } from './examples/story-examples.js'
import { generateErrors } from './examples/generate-examples.js'
import { Options } from './order-options.decorator.js'
import { StoryBody } from './dto/story-body.js'
import { StoryBodyPipe } from './story-body.pipe.js'
import type { OrderOptions } from '#modules/stories/generate/story-order.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { StreamStory } from './stream-story.service.js'
import { streamExample } from './examples/stream-examples.js'

/** Stories that arrive as they are written. */
@Controller({ path: 'stories/stream', version: '1' })
export class StreamController {
  constructor(private readonly stream: StreamStory) {}

  @Operation({
    id: 'streamStory',
    tag: 'stories',
    summary: 'Write a story and hear it meanwhile',
    description:
      'As `POST /api/v1/stories`, as server-sent events: `meta {storyId, model, requestId}`, `title {text}`, `delta {text}` …, then `done {story}` or `error` with the error body. The deltas put together are the content. What fails before the first event is an ordinary error answer. Comments keep the connection awake. `retry:` before an `error` SHUTTING_DOWN says when to come again. A story found by its Idempotency-Key or in the cache is told at once.'
  })
  @RequestHeaders('IdempotencyKey', 'CacheControl')
  @RequestBody({ about: 'What to write.', type: StoryBody, examples: storyBodyExamples })
  @TextAnswer(200, {
    about: 'The events.',
    contentType: 'text/event-stream',
    maxLength: 10_000_000,
    example: streamExample
  })
  @Answers(...generateErrors)
  @Post()
  @HttpCode(200)
  @Scopes('stories')
  @Limited('generation')
  @Idempotent('stream')
  async tell(
    @Body(StoryBodyPipe) request: StoryRequest,
    @Options() options: OrderOptions,
    @CurrentCaller() caller: Caller,
    @CallerSignal() signal: AbortSignal,
    @Events() events: EventStream
  ): Promise<void> {
    await this.stream.execute({ ...options, request, caller, route: 'stream' }, signal, events)
  }
}
