import { WholeNumberInput } from '#core/http/dto/input-field.decorators.js'
import {
  keywordsDescription,
  StoryRequestDto
} from '#modules/stories/http/dto/story-request.dto.js'
import { KeywordsInput } from '#modules/stories/http/dto/story-input.decorators.js'
import { keywordLength, type StoryRequest } from '#modules/stories/domain/story-request.js'

export const bookLength = { min: 2000, max: 20_000 }

/** The body of `POST /books`. */
export class CreateBookDto extends StoryRequestDto {
  static readonly examples = {
    book: {
      keywords: ['lighthouse', 'storm', 'letter'],
      genre: 'mystery',
      tone: 'mysterious',
      words: 5000
    }
  } as const satisfies Record<string, Partial<CreateBookDto>>

  @KeywordsInput(keywordsDescription, keywordLength.max)
  readonly keywords!: readonly string[]

  @WholeNumberInput({
    description:
      'Length of the book: words, or characters in Chinese, Japanese and Thai. The book is within 3 % of it.',
    of: 'words',
    ...bookLength
  })
  readonly words!: number

  override toStoryRequest(): StoryRequest {
    return this.requestOf(this.words, this.words)
  }
}
