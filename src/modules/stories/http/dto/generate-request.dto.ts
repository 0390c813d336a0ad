import { IgnoreUnknownFields } from '#core/http/openapi/decorators/ignore-unknown-fields.decorator.js'
import {
  defaultMaxLength,
  maxLegacyKeywordLength,
  maxLengthRange,
  minLengthRange,
  type StoryRequest
} from '#modules/stories/domain/story-request.js'
import { KeywordsInput, NotAbove, WordsAlias, WordsInput } from './story-input.decorators.js'
import { keywordsDescription, StoryRequestDto } from './story-request.dto.js'

/** The body of `POST /generate`, as clients of the Python service send it. */
@IgnoreUnknownFields()
export class GenerateRequestDto extends StoryRequestDto {
  static readonly examples = {
    short: { keywords: ['fox', 'lantern'], genre: 'fairy tale', max_length: 100 },
    full: {
      keywords: ['lighthouse', 'storm', 'letter'],
      genre: 'adventure',
      tone: 'mysterious',
      max_length: 800,
      min_length: 500,
      language: 'en',
      audience: 'teen'
    }
  } as const satisfies Record<string, Partial<GenerateRequestDto>>

  @KeywordsInput(keywordsDescription, maxLegacyKeywordLength)
  readonly keywords!: readonly string[]

  @WordsInput({
    description: 'Maximum number of words. `maxLength` and digits in a string are accepted.',
    default: defaultMaxLength,
    ...maxLengthRange
  })
  readonly max_length?: number

  @WordsInput({
    description:
      'Minimum number of words, not above `max_length`; by default 60 % of `max_length`. `minLength` and digits in a string are accepted.',
    ...minLengthRange
  })
  @NotAbove(defaultMaxLength, 'max_length', 'maxLength')
  readonly min_length?: number

  @WordsAlias('max_length', maxLengthRange)
  readonly maxLength?: number

  @WordsAlias('min_length', minLengthRange)
  @NotAbove(defaultMaxLength, 'max_length', 'maxLength')
  readonly minLength?: number

  override toStoryRequest(): StoryRequest {
    const { max_length, maxLength = defaultMaxLength, min_length, minLength } = this
    return this.requestOf(min_length ?? minLength, max_length ?? maxLength)
  }
}
