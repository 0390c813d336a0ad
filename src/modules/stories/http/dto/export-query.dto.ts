import { IsOptional, ValidateBy } from 'class-validator'
import { UuidField } from '#core/http/openapi/decorators/field.decorators.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'

/** Where an export goes on. */
export class ExportQuery {
  @UuidField({ description: 'The `next` of the answer before.', optional: true })
  @IsOptional()
  @ValidateBy({
    name: 'storyId',
    validator: {
      validate: value => typeof value === 'string' && isStoryId(value),
      defaultMessage: () => 'must be the next of the answer before'
    }
  })
  readonly after?: string
}
