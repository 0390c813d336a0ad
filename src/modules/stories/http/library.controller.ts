import { Controller, Delete, Get, HttpCode, Param, Query, UseInterceptors } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { toPage, type Page } from '#core/http/dto/paging.js'
import { Answer, EmptyAnswer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { PathPart } from '#core/http/openapi/decorators/path-part.decorator.js'
import { plainText } from '#core/http/openapi/decorators/patterns.js'
import { Limited } from '#modules/rate-limit/limited.decorator.js'
import { storyResourceExamples } from './examples/story-examples.js'
import { StoryResource, toStoryResource } from './dto/story-resource.js'
import { DeleteStory } from '#modules/stories/library/delete-story.service.js'
import { exampleId, listErrors, listExamples, storyErrors } from './examples/library-examples.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryList } from './dto/story-list.js'
import { StoryListQuery, toStoryFilter } from './dto/story-list.query.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'

const id = { about: 'The story’s.', maxLength: 16_384, pattern: plainText, example: exampleId }

/** The owner's kept stories. */
@Controller({ path: 'stories', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class LibraryController {
  constructor(
    private readonly stories: StoryRepository,
    private readonly deletion: DeleteStory
  ) {}

  @Operation({
    id: 'listStories',
    tag: 'stories',
    summary: 'The kept stories',
    description:
      'Those of the owner for whom the caller calls, the latest first. All filters must fit; unknown parameters are refused.'
  })
  @Answer(200, { about: 'One page.', type: enveloped(StoryList), examples: listExamples })
  @Answers(...listErrors)
  @Get()
  @Scopes('stories')
  @Limited('read')
  async list(
    @CurrentCaller() { owner }: Caller,
    @Query() query: StoryListQuery
  ): Promise<Page<StoryResource>> {
    const { stories, total } = await this.stories.list(owner, toStoryFilter(query))
    return toPage(stories.map(toStoryResource), total, query)
  }

  @Operation({
    id: 'readStory',
    tag: 'stories',
    summary: 'A kept story',
    description: 'Somebody else’s is a 404, as is one that never was.'
  })
  @PathPart('id', id)
  @Answer(200, {
    about: 'The story.',
    type: enveloped(StoryResource),
    examples: storyResourceExamples
  })
  @Answers(...storyErrors)
  @Get(':id')
  @Scopes('stories')
  @Limited('read')
  async read(
    @CurrentCaller() { owner }: Caller,
    @Param('id') storyId: string
  ): Promise<StoryResource> {
    const story = await this.stories.find(owner, storyId)
    if (story === undefined) throw new NoSuchStory()
    return toStoryResource(story)
  }

  @Operation({
    id: 'deleteStory',
    tag: 'stories',
    summary: 'Delete a story for good',
    description:
      'Its text is gone from everywhere; what it cost stays in the books. Somebody else’s is a 404.'
  })
  @PathPart('id', id)
  @EmptyAnswer(204, 'It is gone.')
  @Answers(...storyErrors)
  @Delete(':id')
  @HttpCode(204)
  @Scopes('stories')
  @Limited('read')
  async delete(@CurrentCaller() { owner }: Caller, @Param('id') storyId: string): Promise<void> {
    await this.deletion.execute(owner, storyId)
  }
}
