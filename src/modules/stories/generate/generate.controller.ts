import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Scopes } from '../../../core/access/scopes.decorator.js'
import { CallerSignal } from '../../../core/http/caller-signal.decorator.js'
import { GenerateBodyPipe } from './generate-body.pipe.js'
import { GenerateStory } from './generate-story.service.js'
import { toGenerateAnswer, type GenerateAnswer } from './generate-answer.js'
import type { StoryRequest } from './story-request.js'

/** The original contract, which clients of the Python service speak: bare and snake_case. */
@Controller({ path: 'generate', version: '1' })
export class GenerateController {
  constructor(private readonly story: GenerateStory) {}

  @Post()
  @HttpCode(200)
  @Scopes('stories')
  @RouteConfig({ stringDetail: true })
  async generate(
    @Body(GenerateBodyPipe) request: StoryRequest,
    @CallerSignal() signal: AbortSignal
  ): Promise<GenerateAnswer> {
    return toGenerateAnswer(await this.story.execute(request, signal))
  }
}
