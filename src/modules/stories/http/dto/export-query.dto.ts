import { IsOptional, ValidateBy } from 'class-validator'
import { UuidField } from '#core/http/openapi/decorators/field.decorators.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'

/** Query parameters of an export. */
export class ExportQueryDto {
  @UuidField({
    description: '`next` of the previous response, to continue after it.',
    optional: true
  })
  @IsOptional()
  @ValidateBy({
    name: 'storyId',
    validator: {
      validate: value => typeof value === 'string' && isStoryId(value),
      defaultMessage: () => 'must be the next of the previous response'
    }
  })
  readonly after?: string
}
