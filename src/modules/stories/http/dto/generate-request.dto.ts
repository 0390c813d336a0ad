import { IntegerField } from '#core/http/openapi/decorators/field.decorators.js'
import { StoryFields } from './story-fields.dto.js'
import {
  maxLengthRange,
  minLengthRange,
  defaultMaxLength
} from '#modules/stories/domain/story-request.dto.js'

/** How the body of `POST /generate` is documented; GenerateBodyPipe reads it, and is more lenient. */
export class GenerateBody extends StoryFields {
  @IntegerField({
    description: 'Words, at most. Also accepted as `maxLength`, and as digits in a string.',
    optional: true,
    nullable: true,
    default: defaultMaxLength,
    ...maxLengthRange
  })
  readonly max_length?: number | null

  @IntegerField({
    description:
      'Words, at least; not above `max_length`. Without it 60 % of `max_length` are enough. Also accepted as `minLength`, and as digits in a string.',
    optional: true,
    nullable: true,
    ...minLengthRange
  })
  readonly min_length?: number | null
}
