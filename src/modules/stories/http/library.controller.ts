import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { toPage, type Page } from '#core/http/dto/paging.dto.js'
import { ApiSuccess, ApiEmptySuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { plainText } from '#core/http/openapi/decorators/patterns.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { storyResourceExamples } from './examples/story-examples.js'
import { StoryResource, toStoryResource } from './dto/story.dto.js'
import { DeleteStoryService } from '#modules/stories/library/delete-story.service.js'
import { exampleId, listErrors, listExamples, storyErrors } from './examples/library-examples.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryList } from './dto/story-list.dto.js'
import { StoryListQuery, toStoryFilter } from './dto/story-list-query.dto.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'

const id = {
  description: 'The story’s.',
  maxLength: 16_384,
  pattern: plainText,
  example: exampleId
}

/** The owner's kept stories. */
@Controller({ path: 'stories', version: '1' })
export class LibraryController {
  constructor(
    private readonly stories: StoryRepository,
    private readonly deletion: DeleteStoryService
  ) {}

  @ApiRoute({
    id: 'listStories',
    tag: 'stories',
    summary: 'The kept stories',
    description:
      'Those of the owner for whom the caller calls, the latest first. All filters must fit; unknown parameters are refused.'
  })
  @ApiSuccess(200, { description: 'One page.', type: enveloped(StoryList), examples: listExamples })
  @ApiErrors(...listErrors)
  @Get()
  @Scopes('stories')
  @RateLimit('read')
  async list(
    @CurrentPrincipal() { owner }: Principal,
    @Query() query: StoryListQuery
  ): Promise<Page<StoryResource>> {
    const { stories, total } = await this.stories.list(owner, toStoryFilter(query))
    return toPage(stories.map(toStoryResource), total, query)
  }

  @ApiRoute({
    id: 'readStory',
    tag: 'stories',
    summary: 'A kept story',
    description: 'Somebody else’s is a 404, as is one that never was.'
  })
  @ApiPathParam('id', id)
  @ApiSuccess(200, {
    description: 'The story.',
    type: enveloped(StoryResource),
    examples: storyResourceExamples
  })
  @ApiErrors(...storyErrors)
  @Get(':id')
  @Scopes('stories')
  @RateLimit('read')
  async read(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string
  ): Promise<StoryResource> {
    const story = await this.stories.find(owner, storyId)
    if (story === undefined) throw new NoSuchStory()
    return toStoryResource(story)
  }

  @ApiRoute({
    id: 'deleteStory',
    tag: 'stories',
    summary: 'Delete a story for good',
    description:
      'Its text is gone from everywhere; what it cost stays in the books. Somebody else’s is a 404.'
  })
  @ApiPathParam('id', id)
  @ApiEmptySuccess(204, 'It is gone.')
  @ApiErrors(...storyErrors)
  @Delete(':id')
  @HttpCode(204)
  @Scopes('stories')
  @RateLimit('read')
  async delete(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string
  ): Promise<void> {
    await this.deletion.execute(owner, storyId)
  }
}
