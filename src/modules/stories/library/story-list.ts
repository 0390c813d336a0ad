import { listOf } from '#core/http/paging.js'
import { StoryResource } from '#modules/stories/story-resource.js'

/** One page of kept stories. */
export const StoryList = listOf(StoryResource)
