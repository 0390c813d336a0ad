import { IntegerField } from '#core/http/openapi/decorators/field.decorators.js'
import { StoryFields } from './story-fields.dto.js'
import {
  maxLengthRange,
  minLengthRange,
  defaultMaxLength
} from '#modules/stories/domain/story-request.dto.js'

/** How the body of `POST /stories` is documented; StoryBodyPipe reads it. */
export class StoryBody extends StoryFields {
  @IntegerField({
    description: 'Words, at most. Also accepted as digits in a string.',
    optional: true,
    nullable: true,
    default: defaultMaxLength,
    ...maxLengthRange
  })
  readonly maxLength?: number | null

  @IntegerField({
    description:
      'Words, at least; not above `maxLength`. Without it 60 % of `maxLength` are enough. Also accepted as digits in a string.',
    optional: true,
    nullable: true,
    ...minLengthRange
  })
  readonly minLength?: number | null
}
