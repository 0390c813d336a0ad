import {
  ChoiceField,
  FlagField,
  IntegerField,
  IntegerListField,
  ListField,
  NumberField,
  ObjectField,
  TextField
} from '#core/http/openapi/decorators/field.decorators.js'
import { languageTag, notBlank, plainText } from '#core/http/openapi/decorators/patterns.js'
import type {
  EndingCheck,
  KeywordEvidence,
  LanguageCheck,
  LanguageVerdict,
  LengthCheck,
  LengthUnit,
  ReadingLevelCheck,
  RepetitionCheck,
  StoryChecks
} from '#modules/stories/domain/story-checks.js'
import {
  keywordCount,
  keywordLength,
  maxLanguageLength
} from '#modules/stories/domain/story-request.js'

const passed = FlagField({ description: 'Whether the story passes this check.' })
const many = { min: 0, max: 1_000_000 }

export class KeywordEvidenceDto implements KeywordEvidence {
  @TextField({
    description: 'The keyword in the spelling of the request.',
    minLength: keywordLength.min,
    maxLength: 200,
    pattern: notBlank
  })
  readonly keyword!: string

  @ChoiceField({
    description:
      'used: it occurs in the content. unconfirmed: only the model says that a word of the content is a form of it. missing: it does not occur.',
    choices: ['used', 'unconfirmed', 'missing']
  })
  readonly result!: KeywordEvidence['result']

  @TextField({
    description: 'The form in the content; absent if the keyword is missing.',
    optional: true,
    minLength: 1,
    maxLength: 1_000,
    pattern: plainText
  })
  readonly form?: string

  @IntegerListField({
    description: 'Where it occurs: offsets in UTF-16 code units. Empty if the keyword is missing.',
    maxItems: 100_000,
    items: many
  })
  readonly at!: readonly number[]

  @ChoiceField({
    description:
      'exact: the keyword itself. inflected: a form that the language licenses. model: only the model says so.',
    optional: true,
    choices: ['exact', 'inflected', 'model']
  })
  readonly evidence?: NonNullable<KeywordEvidence['evidence']>
}

export class LengthCheckDto implements LengthCheck {
  @passed
  readonly passed!: boolean

  @ChoiceField({
    description:
      'What the bounds count: characters for Chinese, Japanese and Thai, words for all others.',
    choices: ['words', 'characters']
  })
  readonly unit!: LengthUnit

  @IntegerField({ description: 'The length in this unit.', ...many })
  readonly count!: number

  @IntegerField({ description: 'The requested minimum.', ...many })
  readonly min!: number

  @IntegerField({ description: 'The requested maximum.', ...many })
  readonly max!: number

  @IntegerField({ description: 'Words by UAX #29; words joined by a hyphen are one.', ...many })
  readonly words!: number
}

function VerdictField(of: string): PropertyDecorator {
  return ChoiceField({
    description: `Language of the ${of}. other: certainly another one. unsure: the text does not say.`,
    choices: ['as_asked', 'other', 'unsure']
  })
}

export class LanguageCheckDto implements LanguageCheck {
  @passed
  readonly passed!: boolean

  @TextField({
    description: 'The requested language.',
    minLength: 2,
    maxLength: maxLanguageLength,
    pattern: languageTag
  })
  readonly asked!: string

  @TextField({
    description: 'The language of the content, if it is another one.',
    optional: true,
    minLength: 2,
    maxLength: maxLanguageLength,
    pattern: languageTag
  })
  readonly found?: string

  @VerdictField('content')
  readonly content!: LanguageVerdict

  @VerdictField('summary')
  readonly summary!: LanguageVerdict

  @VerdictField('title')
  readonly title!: LanguageVerdict

  @VerdictField('tags')
  readonly tags!: LanguageVerdict
}

export class EndingCheckDto implements EndingCheck {
  @passed
  readonly passed!: boolean

  @FlagField({ description: 'Whether the last sentence is finished.' })
  readonly sentenceEnds!: boolean

  @FlagField({ description: 'Whether the quotation marks of the last paragraph are closed.' })
  readonly quotesClosed!: boolean
}

export class RepetitionCheckDto implements RepetitionCheck {
  @passed
  readonly passed!: boolean

  @IntegerField({
    description: 'Where the repeated passage starts, in UTF-16 code units.',
    optional: true,
    ...many
  })
  readonly at?: number

  @IntegerField({
    description: 'Its length, at most what identifies it, in UTF-16 code units.',
    optional: true,
    ...many
  })
  readonly length?: number
}

export class ReadingLevelCheckDto implements ReadingLevelCheck {
  @passed
  readonly passed!: boolean

  @TextField({
    description: 'Name of the formula.',
    minLength: 1,
    maxLength: 50,
    pattern: notBlank
  })
  readonly formula!: string

  @NumberField({ description: 'The result of the formula.', min: -10_000, max: 10_000 })
  readonly score!: number

  @NumberField({ description: 'The bound that the score must keep.', min: -10_000, max: 10_000 })
  readonly limit!: number
}

/** What was verified of a story, and with which result. */
export class StoryChecksDto implements StoryChecks {
  @ListField({
    description: 'One entry for each requested keyword, in the order of the request.',
    maxItems: keywordCount.max,
    of: KeywordEvidenceDto
  })
  readonly keywords!: readonly KeywordEvidenceDto[]

  @ObjectField({ description: 'The length.', type: () => LengthCheckDto })
  readonly length!: LengthCheckDto

  @ObjectField({ description: 'The language.', type: () => LanguageCheckDto })
  readonly language!: LanguageCheckDto

  @ObjectField({ description: 'The ending.', type: () => EndingCheckDto })
  readonly ending!: EndingCheckDto

  @ObjectField({ description: 'Repeated passages.', type: () => RepetitionCheckDto })
  readonly repetition!: RepetitionCheckDto

  @ObjectField({
    description:
      'The reading level of a story for children; absent for other audiences and for languages without a formula.',
    optional: true,
    type: () => ReadingLevelCheckDto
  })
  readonly readingLevel?: ReadingLevelCheckDto
}
