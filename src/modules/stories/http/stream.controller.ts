import { Controller, HttpCode, Post } from '@nestjs/common'
import { Bare } from '#core/access/bare.decorator.js'
import { ApiTextSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { Events } from '#core/http/streaming/event-stream.decorator.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import type { GenerationCommand } from '#modules/stories/generate/generation-command.js'
import { CreateStoryDto } from './dto/create-story.dto.js'
import { streamExample } from './dto/stream-example.js'
import { GeneratingRoute } from './generating-route.decorator.js'
import { GenerationCommandParam } from './generation-command.decorator.js'
import { StreamStoryService } from './stream-story.service.js'

/** Stories as server-sent events. */
@Controller({ path: 'stories/stream', version: '1' })
export class StreamController {
  constructor(private readonly stories: StreamStoryService) {}

  @GeneratingRoute({
    id: 'streamStory',
    route: 'stream',
    body: CreateStoryDto,
    summary: 'Stream a story as server-sent events',
    description:
      'Takes the same body as `POST /api/v1/stories`. Events: `meta {storyId, model, requestId}`, `title {text}`, `delta {text}` …, then `done {story}`, or `error` with the error body. Concatenating all deltas gives exactly the content. An error before the first event is an ordinary error response. Comments keep the connection open. An `error` event with SHUTTING_DOWN is preceded by `retry:`, the delay before reconnecting. A story of a known Idempotency-Key or from the cache is sent at once.'
  })
  @ApiTextSuccess(200, {
    description: 'The events.',
    contentType: 'text/event-stream',
    maxLength: 10_000_000,
    example: streamExample
  })
  @Post()
  @HttpCode(200)
  @Bare()
  stream(
    @GenerationCommandParam() command: GenerationCommand,
    @RequestSignal() signal: AbortSignal,
    @Events() events: EventStream
  ): Promise<unknown> {
    return this.stories.execute(command, signal, events)
  }
}
