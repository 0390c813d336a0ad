import {
  ChoiceField,
  ChoiceListField,
  FlagField,
  IntegerField,
  NumberField,
  TextField,
  TextListField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import {
  notBlank,
  oneLine,
  plainText,
  sha256Digits
} from '#core/http/openapi/decorators/patterns.js'
import { aiMark, lacks } from '#modules/stories/domain/story.js'
import {
  keywordCount,
  keywordLength,
  maxLegacyKeywordLength
} from '#modules/stories/domain/story-request.js'

/** The path parameter of a story's routes: any other text is the id of no story. */
export const storyIdParam = {
  description: 'Story id (UUID).',
  maxLength: 16_384,
  pattern: plainText,
  example: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11'
}

const tokens = { min: 0, max: 10_000_000 }

export const storedKeywords = {
  maxItems: keywordCount.max,
  items: { minLength: keywordLength.min, maxLength: maxLegacyKeywordLength, pattern: notBlank }
}

/** Decorators of the fields that StoryDto and GenerateResponseDto share, under different names. */
export const storyFields = {
  id: UuidField({ description: 'Story id (UUID).' }),
  title: TextField({
    description: 'Title: one line of plain text.',
    minLength: 3,
    maxLength: 200,
    pattern: oneLine
  }),
  content: TextField({
    description: 'Plain text, with a blank line between paragraphs.',
    minLength: 1,
    maxLength: 1_000_000,
    pattern: plainText
  }),
  contentSha256: TextField({
    description: 'SHA-256 of the content in UTF-8, in hexadecimal digits.',
    minLength: 64,
    maxLength: 64,
    pattern: sha256Digits
  }),
  aiGenerated: FlagField({ description: 'A model wrote the story.', value: aiMark.aiGenerated }),
  digitalSourceType: ChoiceField({
    description:
      'Digital source type of the IPTC: http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia.',
    choices: [aiMark.digitalSourceType]
  }),
  keywordsUsed: TextListField({
    description:
      'Keywords found in the content, as themselves or in a form that the language licenses.',
    ...storedKeywords
  }),
  keywordsUnconfirmed: TextListField({
    description:
      'Keywords of which the model names a form that is in the content, but that no rule licenses.',
    ...storedKeywords
  }),
  keywordsMissing: TextListField({
    description: 'Keywords not found in the content.',
    ...storedKeywords
  }),
  wordCount: IntegerField({
    description: 'Number of words of the content; words joined by a hyphen are one.',
    min: 0,
    max: 1_000_000
  }),
  lacks: ChoiceListField({
    description:
      'Checks that the story fails after one repair. keywords: one is missing. length: more than 10 % outside the bounds. repetition: a long passage occurs more than once. language: title or content is in another language. ending: the last sentence is not finished. reading_level: too hard for children.',
    choices: lacks
  }),
  model: TextField({
    description: 'Model name, as the provider reports it.',
    maxLength: 200,
    pattern: oneLine
  }),
  cached: FlagField({ description: 'Whether the story comes from the cache; then the cost is 0.' }),
  budgetLimited: FlagField({
    description:
      'Whether the budget ended the generation early: the content ends with the last full sentence that it allowed, or a repair was not made.'
  }),
  cost: NumberField({
    description: 'Cost of the whole generation in US dollars.',
    min: 0,
    max: 10_000
  }),
  promptTokens: IntegerField({ description: 'Tokens of the prompts.', ...tokens }),
  completionTokens: IntegerField({ description: 'Tokens of the completions.', ...tokens }),
  totalTokens: IntegerField({ description: 'Sum of both.', ...tokens })
}
