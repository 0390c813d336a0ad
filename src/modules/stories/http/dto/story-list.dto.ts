import { listOf } from '#core/http/dto/paging.dto.js'
import { StoryResource } from './story.dto.js'

/** One page of kept stories. */
export const StoryList = listOf(StoryResource)
