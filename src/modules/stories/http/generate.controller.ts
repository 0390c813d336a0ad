import { Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common'
import { Bare } from '#core/access/bare.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import type {
  GenerationCommand,
  GenerationResult
} from '#modules/stories/generate/generation-command.js'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import { GenerateRequestDto } from './dto/generate-request.dto.js'
import { GenerateResponseDto } from './dto/generate-response.dto.js'
import { GeneratingRoute } from './generating-route.decorator.js'
import { GenerationCommandParam } from './generation-command.decorator.js'
import { StoryResponseInterceptor } from './story-response.interceptor.js'

/** The contract of the Python service: bare and snake_case. */
@Controller({ path: 'generate', version: '1' })
export class GenerateController {
  constructor(private readonly stories: GenerateStoryService) {}

  @GeneratingRoute({
    id: 'generateStory',
    route: 'generate',
    body: GenerateRequestDto,
    summary: 'Generate a story (contract of the Python service)',
    description:
      'Bare and snake_case. camelCase is accepted; where both spellings are sent, snake_case applies. A trailing slash is ignored, and JSON is read without a content type, as `text/plain` and of any `+json` type. Unknown fields are ignored, and named in `X-Ignored-Fields`. The story is checked for keywords, length and title, and repaired once if a check fails. Needs the scope `stories`, or a role that may write stories. Takes seconds, at most the deadline (120 s by default); if the client disconnects, the generation stops.',
    legacyDetail: true,
    acceptsUntypedJson: true
  })
  @ApiSuccess(200, {
    description: 'The story.',
    type: GenerateResponseDto,
    headers: ['Idempotency-Replayed', 'X-Ignored-Fields', 'Warning'],
    bare: true
  })
  @Post()
  @HttpCode(200)
  @Bare()
  @UseInterceptors(new StoryResponseInterceptor(GenerateResponseDto))
  generate(
    @GenerationCommandParam() command: GenerationCommand,
    @RequestSignal() signal: AbortSignal
  ): Promise<GenerationResult> {
    return this.stories.execute(command, signal)
  }
}
