import { Body, Controller, Post, Res } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { storyBodyExamples, storyResourceExamples } from './examples/story-examples.js'
import { StoryResource, toStoryResource } from './dto/story.dto.js'
import { markReplay, type ReplayReply } from './replay-header.js'
import { generateErrors } from './examples/generate-examples.js'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import { GenerationOptions } from './generation-options.decorator.js'
import { StoryBody } from './dto/create-story.dto.js'
import { StoryBodyPipe } from './story-body.pipe.js'
import type { GenerationHeaders } from '#modules/stories/generate/generation-command.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** Stories as Kuybi's dashboard asks for them. */
@Controller({ path: 'stories', version: '1' })
export class StoriesController {
  constructor(private readonly story: GenerateStoryService) {}

  @ApiRoute({
    id: 'createStory',
    tag: 'stories',
    summary: 'Write a story and keep it',
    description:
      'As `POST /api/v1/generate`, in Kuybi’s conventions: camelCase, in the envelope, unknown fields refused. The answer holds a draft for Kuybi’s create-story form, always within its limits.'
  })
  @ApiRequestHeaders('IdempotencyKey', 'CacheControl')
  @ApiRequestBody({ description: 'What to write.', type: StoryBody, examples: storyBodyExamples })
  @ApiSuccess(201, {
    description: 'The story; `Location` is its address.',
    type: enveloped(StoryResource),
    headers: ['Location', 'Idempotency-Replayed'],
    examples: storyResourceExamples
  })
  @ApiErrors(...generateErrors)
  @Post()
  @Scopes('stories')
  @RateLimit('generation')
  @Idempotent('stories')
  async create(
    @Body(StoryBodyPipe) request: StoryRequest,
    @GenerationOptions() options: GenerationHeaders,
    @CurrentPrincipal() principal: Principal,
    @RequestSignal() signal: AbortSignal,
    @Res({ passthrough: true }) reply: ReplayReply
  ): Promise<StoryResource> {
    const command = { ...options, request, principal, route: 'stories' } as const
    const result = await this.story.execute(command, signal)
    markReplay(reply, result)
    reply.header('Location', `/api/v1/stories/${result.story.id}`)
    return toStoryResource(result.story)
  }
}
