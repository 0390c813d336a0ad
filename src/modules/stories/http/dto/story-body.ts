import { IntegerField } from '#core/http/openapi/decorators/field.decorators.js'
import { StoryFields } from './story-fields.js'
import {
  maxLengthRange,
  minLengthRange,
  usualMaxLength
} from '#modules/stories/domain/story-request.body.js'

/** How the body of `POST /stories` is documented; StoryBodyPipe reads it. */
export class StoryBody extends StoryFields {
  @IntegerField({
    about: 'Words, at most. Also accepted as digits in a string.',
    optional: true,
    nullable: true,
    default: usualMaxLength,
    ...maxLengthRange
  })
  readonly maxLength?: number | null

  @IntegerField({
    about:
      'Words, at least; not above `maxLength`. Without it 60 % of `maxLength` are enough. Also accepted as digits in a string.',
    optional: true,
    nullable: true,
    ...minLengthRange
  })
  readonly minLength?: number | null
}
