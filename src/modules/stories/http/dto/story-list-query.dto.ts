import { Transform } from 'class-transformer'
import { IsIn, IsOptional, ValidateBy } from 'class-validator'
import { offsetOf, PageQuery } from '#core/http/dto/paging.dto.js'
import { beginningAt, endingAt, IsMoment, momentPattern } from '#core/http/dto/time-range.dto.js'
import { ChoiceField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { languageTag, notBlank } from '#core/http/openapi/decorators/patterns.js'
import {
  canonicalLanguage,
  clean,
  genreLength,
  isText,
  keywordLength,
  languageRule,
  maxLanguageLength,
  lowerCase
} from '#modules/stories/domain/story-request.dto.js'
import {
  audiences,
  tones,
  type Audience,
  type Tone
} from '#modules/stories/domain/story-request.js'
import type { StoryFilter, StorySortKey } from '#modules/stories/library/story.repository.js'

const orderKeys: readonly StorySortKey[] = ['createdAt', 'title', 'wordCount']
const orders = ['ASC', 'DESC'] as const

const moment = { optional: true, maxLength: 30, pattern: momentPattern }

/** Which of the caller's stories. */
export class StoryListQuery extends PageQuery {
  @ChoiceField({
    description: 'By what.',
    optional: true,
    default: 'createdAt',
    choices: orderKeys
  })
  @IsIn(orderKeys, { message: `must be one of ${orderKeys.join(', ')}` })
  readonly sortBy: StorySortKey = 'createdAt'

  @ChoiceField({
    description: 'In which direction; in any letter case.',
    optional: true,
    default: 'DESC',
    choices: orders
  })
  @Transform(({ value }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsIn(orders, { message: 'must be ASC or DESC' })
  readonly sortOrder: 'ASC' | 'DESC' = 'DESC'

  @TextField({ description: 'Of this genre.', optional: true, ...textBounds(genreLength) })
  @IsOptional()
  @Transform(({ value }) => clean(value))
  @IsTextOf(genreLength)
  readonly genre?: string

  @ChoiceField({ description: 'In this tone.', optional: true, choices: tones })
  @IsOptional()
  @Transform(({ value }) => lowerCase(value))
  @IsIn(tones, { message: `must be one of ${tones.join(', ')}` })
  readonly tone?: Tone

  @ChoiceField({ description: 'For this audience.', optional: true, choices: audiences })
  @IsOptional()
  @Transform(({ value }) => lowerCase(value))
  @IsIn(audiences, { message: `must be one of ${audiences.join(', ')}` })
  readonly audience?: Audience

  @TextField({
    description: 'In this language, a BCP 47 tag.',
    optional: true,
    minLength: 2,
    maxLength: maxLanguageLength,
    pattern: languageTag
  })
  @IsOptional()
  @Transform(({ value }) => (value === undefined ? value : (canonicalLanguage(value) ?? false)))
  @ValidateBy({
    name: 'language',
    validator: { validate: value => typeof value === 'string', defaultMessage: languageRule }
  })
  readonly language?: string

  @TextField({
    description: 'With exactly this among the keywords asked for.',
    optional: true,
    ...textBounds(keywordLength)
  })
  @IsOptional()
  @Transform(({ value }) => clean(value))
  @IsTextOf(keywordLength)
  readonly keyword?: string

  @TextField({ description: 'From this time on, or from this day on (UTC).', ...moment })
  @IsOptional()
  @IsMoment()
  readonly createdFrom?: string

  @TextField({ description: 'Up to this time, or to the end of this day (UTC).', ...moment })
  @IsOptional()
  @IsMoment()
  readonly createdTo?: string
}

export function toStoryFilter(query: StoryListQuery): StoryFilter {
  const { sortBy, sortOrder, limit, genre, tone, audience, language, keyword } = query
  const { createdFrom, createdTo } = query
  return {
    sortBy,
    sortOrder,
    limit,
    offset: offsetOf(query),
    genre,
    tone,
    audience,
    language,
    keyword,
    createdFrom: createdFrom === undefined ? undefined : beginningAt(createdFrom),
    createdTo: createdTo === undefined ? undefined : lastMomentOf(createdTo)
  }
}

/** A day ends where the next begins, and stories are dated to the millisecond. */
function lastMomentOf(text: string): Date {
  const isDay = !text.includes('T')
  return new Date(endingAt(text).getTime() - (isDay ? 1 : 0))
}

interface Bounds {
  readonly min: number
  readonly max: number
}

function textBounds({ min, max }: Bounds): {
  minLength: number
  maxLength: number
  pattern: string
} {
  return { minLength: min, maxLength: max, pattern: notBlank }
}

function IsTextOf(bounds: Bounds): PropertyDecorator {
  return ValidateBy({
    name: 'textOf',
    validator: {
      validate: value => isText(value, bounds),
      defaultMessage: () => `must be text of ${bounds.min} to ${bounds.max} characters`
    }
  })
}
