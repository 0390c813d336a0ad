import { encodeCursor } from '#core/http/dto/cursor.js'
import { NextCursorField } from '#core/http/dto/paging.dto.js'
import { exampleOwner, exampleTime } from '#core/http/openapi/decorators/example-ids.js'
import {
  IntegerField,
  ListField,
  TextField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import { maxBatchSize, type StoryBatch } from '#modules/stories/library/story.repository.js'
import { StoryDto } from './story.dto.js'

const owner = {
  description: 'Owner of the stories.',
  maxLength: 140,
  pattern: ownerPattern
}

/** The stories of an owner, as many as one response holds. */
export class OwnerExportDto {
  static readonly examples: Readonly<Record<string, OwnerExportDto>> = {
    'all stories': {
      owner: exampleOwner,
      exportedAt: exampleTime,
      stories: [StoryDto.examples.short],
      nextCursor: null
    }
  }

  @TextField(owner)
  readonly owner!: string

  @TimeField({ description: 'Time of the export.' })
  readonly exportedAt!: string

  @ListField({ description: 'Stories, the oldest first.', of: StoryDto, maxItems: maxBatchSize })
  readonly stories!: readonly StoryDto[]

  @NextCursorField()
  readonly nextCursor!: string | null

  static from(ofOwner: string, { stories, next }: StoryBatch): OwnerExportDto {
    return {
      owner: ofOwner,
      exportedAt: new Date().toISOString(),
      stories: stories.map(story => StoryDto.withIndicators(story)),
      nextCursor: next ? encodeCursor(`export ${ofOwner}`, next) : null
    }
  }
}

/** The result of an erasure. */
export class OwnerErasureDto {
  static readonly examples: Readonly<Record<string, OwnerErasureDto>> = {
    'one story': { owner: exampleOwner, storiesDeleted: 1 }
  }

  @TextField(owner)
  readonly owner!: string

  @IntegerField({
    description: 'Number of stories deleted.',
    min: 0,
    max: Number.MAX_SAFE_INTEGER
  })
  readonly storiesDeleted!: number
}
