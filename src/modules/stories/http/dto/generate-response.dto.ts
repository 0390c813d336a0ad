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
import { keywordCount, keywordLength } from '#modules/stories/domain/story-request.dto.js'

const tokens = { min: 0, max: 10_000_000 }
const keywords = {
  maxItems: keywordCount.max,
  items: { minLength: keywordLength.min, maxLength: keywordLength.max, pattern: notBlank }
}

export class GenerateUsage {
  @IntegerField({ description: 'Tokens of what the model read.', ...tokens })
  readonly prompt_tokens!: number

  @IntegerField({ description: 'Tokens of what the model wrote.', ...tokens })
  readonly completion_tokens!: number

  @IntegerField({ description: 'Both together.', ...tokens })
  readonly total_tokens!: number
}

/** The answer of `POST /generate`. Clients of the Python service read the first three fields. */
export class GenerateAnswer {
  @TextField({
    description: 'One line of plain text.',
    minLength: 3,
    maxLength: 200,
    pattern: oneLine
  })
  readonly title!: string

  @TextField({
    description: 'Plain text; a blank line between paragraphs.',
    minLength: 1,
    maxLength: 1_000_000,
    pattern: plainText
  })
  readonly content!: string

  @TextListField({
    description: 'The keywords that were found in the content: whole words, simple inflection.',
    ...keywords
  })
  readonly keywords_used!: readonly string[]

  @UuidField({ description: 'Names the story.' })
  readonly id!: string

  @TextListField({ description: 'The keywords that are not in the content.', ...keywords })
  readonly keywords_missing!: readonly string[]

  @IntegerField({ description: 'Words of the content, counted.', min: 0, max: 1_000_000 })
  readonly word_count!: number

  @TextField({
    description: 'The model that wrote it, as it names itself.',
    maxLength: 200,
    pattern: oneLine
  })
  readonly model!: string

  @FlagField({
    description: 'Whether it was written before, for the same request; then it cost nothing.'
  })
  readonly cached!: boolean

  @ObjectField({
    description: 'Tokens of the whole generation: first answer, retries, repair.',
    type: () => GenerateUsage
  })
  readonly usage!: GenerateUsage

  @NumberField({ description: 'US dollars for the whole generation.', min: 0, max: 10_000 })
  readonly cost_usd!: number

  @TextField({
    description: 'As in the header X-Correlation-ID.',
    maxLength: 128,
    pattern: acceptableId
  })
  readonly correlation_id!: string
}

export function toGenerateAnswer(story: Story): GenerateAnswer {
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
