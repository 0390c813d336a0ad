import {
  IntegerField,
  ListField,
  TextField,
  TimeField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import { StoryResource, toStoryResource } from './story.dto.js'
import { maxBatchSize, type StoryBatch } from '#modules/stories/library/story.repository.js'

const owner = { description: 'Whose.', maxLength: 140, pattern: ownerPattern }

/** What is kept of an owner, as much of it as one answer holds. */
export class OwnerExport {
  @TextField(owner)
  readonly owner!: string

  @TimeField({ description: 'When it was read.' })
  readonly exportedAt!: string

  @ListField({
    description: 'In the order of their ids.',
    of: StoryResource,
    maxItems: maxBatchSize
  })
  readonly stories!: readonly StoryResource[]

  @UuidField({
    description: 'Ask again with this as `after`; null when this was all.',
    nullable: true
  })
  readonly next!: string | null
}

/** What was removed of an owner. */
export class OwnerErasure {
  @TextField(owner)
  readonly owner!: string

  @IntegerField({ description: 'How many there were.', min: 0, max: Number.MAX_SAFE_INTEGER })
  readonly storiesDeleted!: number
}

export function toOwnerExport(ofWhom: string, { stories, next }: StoryBatch): OwnerExport {
  return {
    owner: ofWhom,
    exportedAt: new Date().toISOString(),
    stories: stories.map(toStoryResource),
    next
  }
}
