import {
  ChoiceField,
  TextField,
  TextListField
} from '#core/http/openapi/decorators/field.decorators.js'
import { languageTag, notBlank } from '#core/http/openapi/decorators/patterns.js'
import {
  genreLength,
  keywordCount,
  keywordLength,
  maxLanguageLength
} from '#modules/stories/domain/story-request.dto.js'
import {
  audiences,
  tones,
  type Audience,
  type Tone
} from '#modules/stories/domain/story-request.js'

/** What every generating route takes in the same spelling. */
export class StoryFields {
  @TextListField({
    description:
      'What the story must hold, in this order. Each is trimmed; blanks and repetitions in other letter case are dropped.',
    minItems: keywordCount.min,
    maxItems: keywordCount.max,
    items: { minLength: keywordLength.min, maxLength: keywordLength.max, pattern: notBlank }
  })
  readonly keywords!: readonly string[]

  @TextField({
    description: 'Free text, trimmed.',
    minLength: genreLength.min,
    maxLength: genreLength.max,
    pattern: notBlank
  })
  readonly genre!: string

  @ChoiceField({
    description: 'In any letter case.',
    optional: true,
    nullable: true,
    default: 'neutral',
    choices: tones
  })
  readonly tone?: Tone | null

  @TextField({
    description: 'The language of the story, a BCP 47 tag.',
    optional: true,
    nullable: true,
    default: 'en',
    minLength: 2,
    maxLength: maxLanguageLength,
    pattern: languageTag
  })
  readonly language?: string | null

  @ChoiceField({
    description: 'Whom the story is for. In any letter case.',
    optional: true,
    nullable: true,
    default: 'general',
    choices: audiences
  })
  readonly audience?: Audience | null
}
