import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import type { Page } from '#core/http/dto/paging.dto.js'
import type { Story } from '#modules/stories/domain/story.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import type { Inclusion } from './dto/checks/include-query.dto.js'
import type { StoryListQueryDto } from './dto/story-list-query.dto.js'
import { StoryDto } from './dto/story.dto.js'

/** Reads an owner's stories as DTOs. */
@Injectable()
export class ReadStoriesService {
  constructor(private readonly stories: StoryRepository) {}

  async list(owner: Owner, query: StoryListQueryDto): Promise<Page<StoryDto>> {
    const slice = query.toStorySlice()
    const { results, ...rest } = await this.stories.list(owner, query.toFilter(), slice)
    return query.toPage(slice, { ...rest, results: results.map(toDto(query.include)) })
  }

  /** @throws NoSuchStory also for a story of another owner */
  async read(owner: Owner, id: string, include?: Inclusion): Promise<StoryDto> {
    const story = await this.stories.find(owner, id)
    if (story === undefined) throw new NoSuchStory()
    return toDto(include)(story)
  }
}

function toDto(include: Inclusion | undefined): (story: Story) => StoryDto {
  return story => (include === undefined ? StoryDto.from(story) : StoryDto.withIndicators(story))
}
