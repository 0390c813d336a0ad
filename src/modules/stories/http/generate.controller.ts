import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { Bare } from '#core/access/bare.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { markReplay, type ReplayReply } from './replay-header.js'
import { GenerateBody } from './dto/generate-request.dto.js'
import { GenerateBodyPipe } from './generate-body.pipe.js'
import { generateErrors, requestExamples, storyExamples } from './examples/generate-examples.js'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import { GenerateAnswer, toGenerateAnswer } from './dto/generate-response.dto.js'
import { GenerationOptions } from './generation-options.decorator.js'
import type { GenerationHeaders } from '#modules/stories/generate/generation-command.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** The original contract, which clients of the Python service speak: bare and snake_case. */
@Bare()
@Controller({ path: 'generate', version: '1' })
export class GenerateController {
  constructor(private readonly story: GenerateStoryService) {}

  @ApiRoute({
    id: 'generateStory',
    tag: 'stories',
    summary: 'Write a story',
    description:
      'The contract of the Python service: bare and snake_case; camelCase is accepted, where both are sent snake_case counts. Unknown fields are ignored. The story is checked for keywords, length and title, and mended once when it fails. Needs the scope `stories`, or a role that may write stories. Takes as long as the model does: seconds, at most the deadline (120 s by default); hang up and it stops.',
    legacyDetail: true
  })
  @ApiRequestHeaders('IdempotencyKey', 'CacheControl')
  @ApiRequestBody({
    description: 'What to write.',
    type: GenerateBody,
    examples: requestExamples,
    ignoresUnknownFields: true
  })
  @ApiSuccess(200, {
    description: 'The story.',
    type: GenerateAnswer,
    headers: ['Idempotency-Replayed'],
    examples: storyExamples
  })
  @ApiErrors(...generateErrors)
  @Post()
  @HttpCode(200)
  @Scopes('stories')
  @RateLimit('generation')
  @Idempotent('generate')
  @RouteConfig({ legacyDetail: true })
  async generate(
    @Body(GenerateBodyPipe) request: StoryRequest,
    @GenerationOptions() options: GenerationHeaders,
    @CurrentPrincipal() principal: Principal,
    @RequestSignal() signal: AbortSignal,
    @Res({ passthrough: true }) reply: ReplayReply
  ): Promise<GenerateAnswer> {
    const command = { ...options, request, principal, route: 'generate' } as const
    const result = await this.story.execute(command, signal)
    markReplay(reply, result)
    return toGenerateAnswer(result.story)
  }
}
