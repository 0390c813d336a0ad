import {
  audiences,
  genreLength,
  tones,
  wordBounds,
  type Audience,
  type StoryRequest,
  type Tone
} from '#modules/stories/domain/story-request.js'
import { AnyCaseChoiceInput, CleanTextInput, LanguageInput } from './story-input.decorators.js'

export const keywordsDescription =
  'Keywords that the story must contain. Each is trimmed; blanks and case-insensitive duplicates are dropped.'

/** The fields that every generating route takes in the same spelling. */
export abstract class StoryRequestDto {
  abstract readonly keywords: readonly string[]

  @CleanTextInput({ description: 'Genre, as free text; it is trimmed.', ...genreLength })
  readonly genre!: string

  @AnyCaseChoiceInput({
    description: 'Tone, in any letter case.',
    default: 'neutral',
    choices: tones
  })
  readonly tone: Tone = 'neutral'

  @LanguageInput({ description: 'Language of the story, a BCP 47 tag.', default: 'en' })
  readonly language: string = 'en'

  @AnyCaseChoiceInput({
    description: 'Audience of the story, in any letter case.',
    default: 'general',
    choices: audiences
  })
  readonly audience: Audience = 'general'

  abstract toStoryRequest(): StoryRequest

  protected requestOf(minWords: number | undefined, maxWords: number): StoryRequest {
    const { keywords, genre, tone, language, audience } = this
    return { keywords, genre, tone, words: wordBounds(minWords, maxWords), language, audience }
  }
}
