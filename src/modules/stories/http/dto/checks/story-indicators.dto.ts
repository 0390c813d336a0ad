import {
  NumberField,
  ObjectField,
  TextField,
  TextListField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import { notBlank, plainText } from '#core/http/openapi/decorators/patterns.js'
import type {
  Readability,
  SimilarStory,
  StoryIndicators
} from '#modules/stories/domain/story-indicators.js'

function ShareField(of: string): PropertyDecorator {
  return NumberField({ description: `Share of ${of}.`, min: 0, max: 1 })
}

function WordsField(description: string, maxItems: number): PropertyDecorator {
  const items = { minLength: 1, maxLength: 1_000_000, pattern: plainText }
  return TextListField({ description, optional: true, maxItems, items })
}

export class ReadabilityDto implements Readability {
  @TextField({
    description: 'Name of the formula.',
    minLength: 1,
    maxLength: 50,
    pattern: notBlank
  })
  readonly formula!: string

  @NumberField({ description: 'The result of the formula.', min: -10_000, max: 10_000 })
  readonly score!: number
}

export class SimilarStoryDto implements SimilarStory {
  @UuidField({ description: 'Id of the other story.' })
  readonly storyId!: string

  @NumberField({
    description: '1 − Hamming distance / 64 of both hashes; about 0.5 for unrelated texts.',
    min: 0,
    max: 1
  })
  readonly similarity!: number
}

/** Measures of a stored story. None passes or fails. */
export class StoryIndicatorsDto implements StoryIndicators {
  @ShareField('different words in all words')
  readonly distinct1!: number

  @ShareField('different pairs of adjacent words in all such pairs')
  readonly distinct2!: number

  @ShareField('different groups of three adjacent words in all such groups')
  readonly distinct3!: number

  @ShareField('groups of four adjacent words that occur more than once')
  readonly repeatedShare!: number

  @ObjectField({
    description: 'The reading level, for languages that have a formula.',
    optional: true,
    type: () => ReadabilityDto
  })
  readonly readability?: ReadabilityDto

  @ShareField('characters inside quotation marks')
  readonly dialogueShare!: number

  @WordsField(
    'Recurring words with a capital letter inside sentences; absent where capital letters do not mark names.',
    10
  )
  readonly names?: readonly string[]

  @WordsField(
    'Content words that are far more frequent than others; absent for languages whose function words are not known.',
    5
  )
  readonly overusedWords?: readonly string[]

  @TextField({
    description: 'SimHash of 64 bits: similar texts differ in few of them.',
    minLength: 16,
    maxLength: 16,
    pattern: '^[0-9a-f]{16}$'
  })
  readonly simhash!: string

  @ObjectField({
    description: 'The most similar one of the owner’s last 20 stories; absent without any.',
    optional: true,
    type: () => SimilarStoryDto
  })
  readonly mostSimilar?: SimilarStoryDto
}
