import { currentContext } from '#core/context/request-context.js'
import {
  FlagField,
  IntegerField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import {
  acceptableId,
  notBlank,
  oneLine,
  plainText
} from '#core/http/openapi/decorators/patterns.js'
import type { Story } from '#modules/stories/domain/story.js'
import { keywordCount, keywordLength } from '#modules/stories/domain/story-request.js'
import { StoryDto } from './story.dto.js'

const tokens = { min: 0, max: 10_000_000 }
const keywords = {
  maxItems: keywordCount.max,
  items: { minLength: keywordLength.min, maxLength: keywordLength.max, pattern: notBlank }
}

export class GenerateUsageDto {
  @IntegerField({ description: 'Tokens of the prompts.', ...tokens })
  readonly prompt_tokens!: number

  @IntegerField({ description: 'Tokens of the completions.', ...tokens })
  readonly completion_tokens!: number

  @IntegerField({ description: 'Sum of both.', ...tokens })
  readonly total_tokens!: number
}

/** The response of `POST /generate`. Clients of the Python service read the first three fields. */
export class GenerateResponseDto {
  static readonly examples: Readonly<Record<'short', GenerateResponseDto>> = {
    short: {
      title: StoryDto.examples.short.title,
      content: StoryDto.examples.short.content,
      keywords_used: ['fox', 'lantern'],
      id: StoryDto.examples.short.id,
      keywords_missing: [],
      word_count: 91,
      model: 'gpt-4o-mini-2024-07-18',
      cached: false,
      usage: { prompt_tokens: 388, completion_tokens: 163, total_tokens: 551 },
      cost_usd: 0.000156,
      correlation_id: 'kuybi-4f1d2c3b'
    }
  }

  @TextField({
    description: 'Title: one line of plain text.',
    minLength: 3,
    maxLength: 200,
    pattern: oneLine
  })
  readonly title!: string

  @TextField({
    description: 'Plain text, with a blank line between paragraphs.',
    minLength: 1,
    maxLength: 1_000_000,
    pattern: plainText
  })
  readonly content!: string

  @TextListField({
    description: 'Keywords found in the content, as whole words or simple inflections of them.',
    ...keywords
  })
  readonly keywords_used!: readonly string[]

  @UuidField({ description: 'Story id (UUID).' })
  readonly id!: string

  @TextListField({ description: 'Keywords not found in the content.', ...keywords })
  readonly keywords_missing!: readonly string[]

  @IntegerField({ description: 'Number of words of the content.', min: 0, max: 1_000_000 })
  readonly word_count!: number

  @TextField({
    description: 'Model name, as the provider reports it.',
    maxLength: 200,
    pattern: oneLine
  })
  readonly model!: string

  @FlagField({
    description: 'Whether the story comes from the cache; then the cost is 0.'
  })
  readonly cached!: boolean

  @ObjectField({
    description: 'Tokens of the whole generation, repair included.',
    type: () => GenerateUsageDto
  })
  readonly usage!: GenerateUsageDto

  @NumberField({ description: 'Cost of the whole generation in US dollars.', min: 0, max: 10_000 })
  readonly cost_usd!: number

  @TextField({
    description: 'Correlation id, as in the header X-Correlation-ID.',
    maxLength: 128,
    pattern: acceptableId
  })
  readonly correlation_id!: string

  static from(story: Story): GenerateResponseDto {
    const { promptTokens, completionTokens, totalTokens, costUsd } = story.charges
    return {
      title: story.title,
      content: story.content,
      keywords_used: story.keywordsUsed,
      id: story.id,
      keywords_missing: story.keywordsMissing,
      word_count: story.wordCount,
      model: story.model,
      cached: story.cached,
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: totalTokens
      },
      cost_usd: costUsd,
      correlation_id: currentContext()?.correlationId ?? ''
    }
  }
}
