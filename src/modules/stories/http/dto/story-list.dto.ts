import { listOf } from '#core/http/dto/paging.dto.js'
import { StoryDto } from './story.dto.js'

/** One page of stories. */
export const StoryListDto = listOf(StoryDto)
