import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors
} from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import type { Page } from '#core/http/dto/paging.dto.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiEmptySuccess, ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { EntityTagInterceptor, ifNoneMatchHeader } from '#core/http/entity-tag.interceptor.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import type {
  GenerationCommand,
  GenerationResult
} from '#modules/stories/generate/generation-command.js'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import { DeleteStoryService } from '#modules/stories/library/delete-story.service.js'
import { CreateStoryDto } from './dto/create-story.dto.js'
import { IncludeQueryDto } from './dto/checks/include-query.dto.js'
import { DeleteStoryQueryDto } from './revisions/delete-story-query.dto.js'
import { StoryListQueryDto } from './dto/story-list-query.dto.js'
import { StoryListDto } from './dto/story-list.dto.js'
import { StoryDto } from './dto/story.dto.js'
import { storyIdParam } from './dto/story-fields.js'
import { GeneratingRoute } from './generating-route.decorator.js'
import { GenerationCommandParam } from './generation-command.decorator.js'
import { ReadStoriesService } from './read-stories.service.js'
import { storyErrors, storyListErrors } from './story-errors.js'
import { StoryResponseInterceptor } from './story-response.interceptor.js'

/** The stories of an owner, in Kuybi's conventions. */
@Controller({ path: 'stories', version: '1' })
export class StoriesController {
  constructor(
    private readonly stories: GenerateStoryService,
    private readonly library: ReadStoriesService,
    private readonly deletion: DeleteStoryService
  ) {}

  @GeneratingRoute({
    id: 'createStory',
    route: 'stories',
    body: CreateStoryDto,
    summary: 'Create a story',
    description:
      'Generates a story as `POST /api/v1/generate` does, in Kuybi’s conventions: camelCase, in the envelope, unknown fields refused. The response contains a draft for Kuybi’s create-story form that is within all limits of the form.'
  })
  @ApiSuccess(201, {
    description: 'The story; `Location` is its address.',
    type: StoryDto,
    headers: ['Location', 'Idempotency-Replayed']
  })
  @Post()
  @UseInterceptors(new StoryResponseInterceptor(StoryDto, true))
  create(
    @GenerationCommandParam() command: GenerationCommand,
    @RequestSignal() signal: AbortSignal
  ): Promise<GenerationResult> {
    return this.stories.execute(command, signal)
  }

  @ApiRoute({
    id: 'listStories',
    tag: 'stories',
    summary: 'List stories',
    description:
      'Stories of the owner, the latest first. A story is listed when it matches all filters. Unknown parameters are refused.'
  })
  @ApiSuccess(200, { description: 'One page of stories.', type: StoryListDto })
  @ApiErrors(...storyListErrors)
  @Get()
  @Scopes('stories')
  @RateLimit('read')
  list(
    @CurrentPrincipal() { owner }: Principal,
    @Query() query: StoryListQueryDto
  ): Promise<Page<StoryDto>> {
    return this.library.list(owner, query)
  }

  @ApiRoute({
    id: 'readStory',
    tag: 'stories',
    summary: 'Get a story',
    description:
      'With the ETag of an earlier response in `If-None-Match`, returns 304 while the story is unchanged. Returns 404 if the story does not exist or belongs to another owner.'
  })
  @ApiPathParam('id', storyIdParam)
  @ApiRequestHeaders({ IfNoneMatch: ifNoneMatchHeader })
  @ApiSuccess(200, { description: 'The story.', type: StoryDto, headers: ['ETag'] })
  @ApiEmptySuccess(304, 'The story is the one of `If-None-Match`.')
  @ApiErrors(...storyErrors)
  @Get(':id')
  @Scopes('stories')
  @RateLimit('read')
  @UseInterceptors(new EntityTagInterceptor())
  read(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string,
    @Query() { include }: IncludeQueryDto
  ): Promise<StoryDto> {
    return this.library.read(owner, storyId, include)
  }

  @ApiRoute({
    id: 'deleteStory',
    tag: 'stories',
    summary: 'Delete a story',
    description:
      'Deletes its text everywhere, cached and replayed copies included; its cost stays in the ledger. Its revisions stay, because each is a story of its own; with `revisions=true` they are deleted too. Returns 404 if the story does not exist or belongs to another owner.'
  })
  @ApiPathParam('id', storyIdParam)
  @ApiEmptySuccess(204, 'Deleted.')
  @ApiErrors(...storyErrors)
  @Delete(':id')
  @HttpCode(204)
  @Scopes('stories')
  @RateLimit('read')
  delete(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string,
    @Query() { revisions }: DeleteStoryQueryDto
  ): Promise<void> {
    return this.deletion.execute(owner, storyId, revisions === 'true')
  }
}
