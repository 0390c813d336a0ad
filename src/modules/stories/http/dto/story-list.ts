import { listOf } from '#core/http/dto/paging.js'
import { StoryResource } from './story-resource.js'

/** One page of kept stories. */
export const StoryList = listOf(StoryResource)
