import { Body, Controller, Post, Res, UseInterceptors } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { CallerSignal } from '#core/http/caller-signal.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { Answer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { RequestBody } from '#core/http/openapi/decorators/request-body.decorator.js'
import { RequestHeaders } from '#core/http/openapi/decorators/request-headers.decorator.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { Limited } from '#modules/rate-limit/limited.decorator.js'
import { storyBodyExamples, storyResourceExamples } from './examples/story-examples.js'
import { StoryResource, toStoryResource } from './dto/story-resource.js'
import { markReplay, type DeliveryReply } from './delivery-headers.js'
import { generateErrors } from './examples/generate-examples.js'
import { GenerateStory } from '#modules/stories/generate/generate-story.service.js'
import { Options } from './order-options.decorator.js'
import { StoryBody } from './dto/story-body.js'
import { StoryBodyPipe } from './story-body.pipe.js'
import type { OrderOptions } from '#modules/stories/generate/story-order.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** Stories as Kuybi's dashboard asks for them. */
@Controller({ path: 'stories', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class StoriesController {
  constructor(private readonly story: GenerateStory) {}

  @Operation({
    id: 'createStory',
    tag: 'stories',
    summary: 'Write a story and keep it',
    description:
      'As `POST /api/v1/generate`, in Kuybi’s conventions: camelCase, in the envelope, unknown fields refused. The answer holds a draft for Kuybi’s create-story form, always within its limits.'
  })
  @RequestHeaders('IdempotencyKey', 'CacheControl')
  @RequestBody({ about: 'What to write.', type: StoryBody, examples: storyBodyExamples })
  @Answer(201, {
    about: 'The story; `Location` is its address.',
    type: enveloped(StoryResource),
    headers: ['Location', 'Idempotency-Replayed'],
    examples: storyResourceExamples
  })
  @Answers(...generateErrors)
  @Post()
  @Scopes('stories')
  @Limited('generation')
  @Idempotent('stories')
  async create(
    @Body(StoryBodyPipe) request: StoryRequest,
    @Options() options: OrderOptions,
    @CurrentCaller() caller: Caller,
    @CallerSignal() signal: AbortSignal,
    @Res({ passthrough: true }) reply: DeliveryReply
  ): Promise<StoryResource> {
    const order = { ...options, request, caller, route: 'stories' } as const
    const delivery = await this.story.execute(order, signal)
    markReplay(reply, delivery)
    reply.header('Location', `/api/v1/stories/${delivery.story.id}`)
    return toStoryResource(delivery.story)
  }
}
