import { currentContext } from '#core/context/request-context.js'
import { ObjectField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { acceptableId } from '#core/http/openapi/decorators/patterns.js'
import { sha256 } from '#modules/stories/domain/sha256.js'
import { aiMark, type Lack, type Story } from '#modules/stories/domain/story.js'
import { storyFields } from './story-fields.js'
import { StoryDto } from './story.dto.js'

export class GenerateUsageDto {
  @storyFields.promptTokens
  readonly prompt_tokens!: number

  @storyFields.completionTokens
  readonly completion_tokens!: number

  @storyFields.totalTokens
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
      keywords_unconfirmed: [],
      keywords_missing: [],
      word_count: 91,
      lacks: [],
      model: 'gpt-6-luna',
      content_sha256: StoryDto.examples.short.contentSha256,
      ai_generated: aiMark.aiGenerated,
      digital_source_type: aiMark.digitalSourceType,
      cached: false,
      budget_limited: false,
      usage: { prompt_tokens: 276, completion_tokens: 163, total_tokens: 439 },
      cost_usd: 0.0001091,
      correlation_id: 'kuybi-4f1d2c3b'
    }
  }

  @storyFields.title
  readonly title!: string

  @storyFields.content
  readonly content!: string

  @storyFields.keywordsUsed
  readonly keywords_used!: readonly string[]

  @storyFields.id
  readonly id!: string

  @storyFields.keywordsUnconfirmed
  readonly keywords_unconfirmed!: readonly string[]

  @storyFields.keywordsMissing
  readonly keywords_missing!: readonly string[]

  @storyFields.wordCount
  readonly word_count!: number

  @storyFields.lacks
  readonly lacks!: readonly Lack[]

  @storyFields.model
  readonly model!: string

  @storyFields.contentSha256
  readonly content_sha256!: string

  @storyFields.aiGenerated
  readonly ai_generated!: true

  @storyFields.digitalSourceType
  readonly digital_source_type!: typeof aiMark.digitalSourceType

  @storyFields.cached
  readonly cached!: boolean

  @storyFields.budgetLimited
  readonly budget_limited!: boolean

  @ObjectField({
    description: 'Tokens of the whole generation, repair included.',
    type: () => GenerateUsageDto
  })
  readonly usage!: GenerateUsageDto

  @storyFields.cost
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
      keywords_unconfirmed: story.keywordsUnconfirmed,
      keywords_missing: story.keywordsMissing,
      word_count: story.wordCount,
      lacks: story.lacks,
      model: story.model,
      content_sha256: sha256(story.content),
      ai_generated: aiMark.aiGenerated,
      digital_source_type: aiMark.digitalSourceType,
      cached: story.cached,
      budget_limited: story.budgetLimited,
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
