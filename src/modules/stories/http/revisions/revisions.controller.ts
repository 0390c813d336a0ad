import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors
} from '@nestjs/common'
import { Bare } from '#core/access/bare.decorator.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess, ApiTextSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { Events } from '#core/http/streaming/event-stream.decorator.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import type { LookedUpKey } from '#modules/idempotency/idempotency-key.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import type { GenerationResult } from '#modules/stories/generate/generation-command.js'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import { streamExample } from '#modules/stories/http/dto/stream-example.js'
import { StoryDto } from '#modules/stories/http/dto/story.dto.js'
import { storyErrors } from '#modules/stories/http/story-errors.js'
import { StoryResponseInterceptor } from '#modules/stories/http/story-response.interceptor.js'
import { StreamStoryService } from '#modules/stories/http/stream-story.service.js'
import { CompareStoriesService } from '#modules/stories/revisions/compare-stories.service.js'
import { ReviseStoryService } from '#modules/stories/revisions/revise-story.service.js'
import { IdempotencyKeyParam } from './idempotency-key.decorator.js'
import { RevisionRequestDto } from './revision-request.dto.js'
import { RevisionRoute } from './revision-route.decorator.js'
import { RevisionTreeDto } from './revision-tree.dto.js'
import { StoryDiffDto, StoryDiffQueryDto } from './story-diff.dto.js'

/** Revisions of stored stories. */
@Controller({ path: 'stories/:id', version: '1' })
export class RevisionsController {
  constructor(
    private readonly revisions: ReviseStoryService,
    private readonly comparisons: CompareStoriesService,
    private readonly generation: GenerateStoryService,
    private readonly streams: StreamStoryService
  ) {}

  @RevisionRoute({
    id: 'reviseStory',
    route: 'revisions',
    summary: 'Revise a story',
    description:
      'Generates a revision as `POST /api/v1/stories` generates a story: with the same checks, limits, budgets and Idempotency-Key. The revision is a story of its own with `parentId` and `revision`; the parent stays as it is. Of `rewrite` and `continue` the model writes only the new part: all other text of the story is kept byte for byte. Nothing is cached.'
  })
  @ApiSuccess(201, {
    description: 'The revision; `Location` is its address.',
    type: StoryDto,
    headers: ['Location', 'Idempotency-Replayed']
  })
  @Post('revisions')
  @UseInterceptors(new StoryResponseInterceptor(StoryDto, true))
  revise(
    @CurrentPrincipal() principal: Principal,
    @Param('id') storyId: string,
    @Body() change: RevisionRequestDto,
    @IdempotencyKeyParam() idempotencyKey: LookedUpKey | undefined,
    @RequestSignal() signal: AbortSignal
  ): Promise<GenerationResult | undefined> {
    const input = { principal, storyId, change, route: 'revisions', idempotencyKey } as const
    return this.revisions.execute(input, command => this.generation.execute(command, signal))
  }

  @RevisionRoute({
    id: 'streamRevision',
    route: 'revision_stream',
    summary: 'Stream a revision as server-sent events',
    description:
      'Takes the same body as `POST /api/v1/stories/{id}/revisions`, and sends the events of `POST /api/v1/stories/stream`. Of `rewrite` and `continue` the first delta is the text before the new part. A `title` is sent when it is complete.'
  })
  @ApiTextSuccess(200, {
    description: 'The events.',
    contentType: 'text/event-stream',
    maxLength: 10_000_000,
    example: streamExample
  })
  @Post('revisions/stream')
  @HttpCode(200)
  @Bare()
  stream(
    @CurrentPrincipal() principal: Principal,
    @Param('id') storyId: string,
    @Body() change: RevisionRequestDto,
    @IdempotencyKeyParam() idempotencyKey: LookedUpKey | undefined,
    @RequestSignal() signal: AbortSignal,
    @Events() events: EventStream
  ): Promise<unknown> {
    const input = { principal, storyId, change, route: 'revision_stream', idempotencyKey } as const
    return this.revisions.execute(input, command => this.streams.execute(command, signal, events))
  }

  @ApiRoute({
    id: 'listRevisions',
    tag: 'stories',
    summary: 'List the revisions of a story',
    description:
      'The tree below the story: its revisions, theirs, and so on, without their texts. Returns 404 if the story does not exist or belongs to another owner.'
  })
  @ApiPathParam('id', storyIdParam)
  @ApiSuccess(200, { description: 'The revisions.', type: RevisionTreeDto })
  @ApiErrors(...storyErrors)
  @Get('revisions')
  @Scopes('stories')
  @RateLimit('read')
  async list(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string
  ): Promise<RevisionTreeDto> {
    const tree = await this.comparisons.tree(owner, storyId)
    return RevisionTreeDto.from(storyId.toLowerCase(), tree)
  }

  @ApiRoute({
    id: 'compareStories',
    tag: 'stories',
    summary: 'Compare two stories',
    description:
      'What to change in the content of this story to get that of another one, by sentences and words. Both belong to the owner; they need not be revisions of each other.'
  })
  @ApiPathParam('id', storyIdParam)
  @ApiSuccess(200, { description: 'The difference.', type: StoryDiffDto })
  @ApiErrors(...storyErrors)
  @Get('diff')
  @Scopes('stories')
  @RateLimit('read')
  async compare(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string,
    @Query() { to }: StoryDiffQueryDto
  ): Promise<StoryDiffDto> {
    return StoryDiffDto.from(await this.comparisons.compare(owner, storyId, to))
  }
}
