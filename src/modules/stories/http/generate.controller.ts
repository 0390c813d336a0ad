import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { CallerSignal } from '#core/http/caller-signal.decorator.js'
import { Answer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { RequestBody } from '#core/http/openapi/decorators/request-body.decorator.js'
import { RequestHeaders } from '#core/http/openapi/decorators/request-headers.decorator.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { Limited } from '#modules/rate-limit/limited.decorator.js'
import { markReplay, type DeliveryReply } from './delivery-headers.js'
import { GenerateBody } from './dto/generate-body.js'
import { GenerateBodyPipe } from './generate-body.pipe.js'
import { generateErrors, requestExamples, storyExamples } from './examples/generate-examples.js'
import { GenerateStory } from '#modules/stories/generate/generate-story.service.js'
import { GenerateAnswer, toGenerateAnswer } from './dto/generate-answer.js'
import { Options } from './order-options.decorator.js'
import type { OrderOptions } from '#modules/stories/generate/story-order.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** The original contract, which clients of the Python service speak: bare and snake_case. */
@Controller({ path: 'generate', version: '1' })
export class GenerateController {
  constructor(private readonly story: GenerateStory) {}

  @Operation({
    id: 'generateStory',
    tag: 'stories',
    summary: 'Write a story',
    description:
      'The contract of the Python service: bare and snake_case; camelCase is accepted, where both are sent snake_case counts. Unknown fields are ignored. The story is checked for keywords, length and title, and mended once when it fails. Needs the scope `stories`, or a role that may write stories. Takes as long as the model does: seconds, at most the deadline (120 s by default); hang up and it stops.',
    stringDetail: true
  })
  @RequestHeaders('IdempotencyKey', 'CacheControl')
  @RequestBody({
    about: 'What to write.',
    type: GenerateBody,
    examples: requestExamples,
    ignoresUnknownFields: true
  })
  @Answer(200, {
    about: 'The story.',
    type: GenerateAnswer,
    headers: ['Idempotency-Replayed'],
    examples: storyExamples
  })
  @Answers(...generateErrors)
  @Post()
  @HttpCode(200)
  @Scopes('stories')
  @Limited('generation')
  @Idempotent('generate')
  @RouteConfig({ stringDetail: true })
  async generate(
    @Body(GenerateBodyPipe) request: StoryRequest,
    @Options() options: OrderOptions,
    @CurrentCaller() caller: Caller,
    @CallerSignal() signal: AbortSignal,
    @Res({ passthrough: true }) reply: DeliveryReply
  ): Promise<GenerateAnswer> {
    const order = { ...options, request, caller, route: 'generate' } as const
    const delivery = await this.story.execute(order, signal)
    markReplay(reply, delivery)
    return toGenerateAnswer(delivery.story)
  }
}
