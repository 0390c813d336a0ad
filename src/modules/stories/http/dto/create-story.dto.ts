import {
  defaultMaxLength,
  keywordLength,
  maxLengthRange,
  minLengthRange,
  type StoryRequest
} from '#modules/stories/domain/story-request.js'
import { KeywordsInput, NotAbove, WordsInput } from './story-input.decorators.js'
import { keywordsDescription, StoryRequestDto } from './story-request.dto.js'

/** The body of `POST /stories` and `POST /stories/stream`. */
export class CreateStoryDto extends StoryRequestDto {
  static readonly examples = {
    short: { keywords: ['fox', 'lantern'], genre: 'fairy tale', maxLength: 100 },
    full: {
      keywords: ['lighthouse', 'storm', 'letter'],
      genre: 'adventure',
      tone: 'mysterious',
      maxLength: 800,
      minLength: 500,
      language: 'en',
      audience: 'teen'
    }
  } as const satisfies Record<string, Partial<CreateStoryDto>>

  @KeywordsInput(keywordsDescription, keywordLength.max)
  readonly keywords!: readonly string[]

  @WordsInput({
    description: 'Maximum number of words. Digits in a string are accepted.',
    default: defaultMaxLength,
    ...maxLengthRange
  })
  readonly maxLength: number = defaultMaxLength

  @WordsInput({
    description:
      'Minimum number of words, not above `maxLength`; by default 60 % of `maxLength`. Digits in a string are accepted.',
    ...minLengthRange
  })
  @NotAbove(defaultMaxLength, 'maxLength')
  readonly minLength?: number

  override toStoryRequest(): StoryRequest {
    return this.requestOf(this.minLength, this.maxLength)
  }
}
