import { Transform } from 'class-transformer'
import { ChoiceInput } from '#core/http/dto/input-field.decorators.js'
import { isInteger, isText, isTime, type KeyCheck } from '#core/http/dto/cursor.js'
import { PageQueryDto, type PageSlice } from '#core/http/dto/paging.dto.js'
import { beginningAt, endingAt, MomentInput } from '#core/http/dto/time-range.dto.js'
import {
  audiences,
  genreLength,
  keywordLength,
  maxLegacyKeywordLength,
  tones,
  type Audience,
  type Tone
} from '#modules/stories/domain/story-request.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'
import type { StoryFilter, StorySortKey } from '#modules/stories/library/story-filter.js'
import { IncludeInput, type Inclusion } from './checks/include-query.dto.js'
import { AnyCaseChoiceInput, CleanTextInput, LanguageInput } from './story-input.decorators.js'

const sortKeys: readonly StorySortKey[] = ['createdAt', 'title', 'wordCount']
const keyChecks: Readonly<Record<StorySortKey, KeyCheck>> = {
  createdAt: isTime,
  title: isText,
  wordCount: isInteger
}
const sortOrders = ['ASC', 'DESC'] as const

/** Query parameters of the list of stories. */
export class StoryListQueryDto extends PageQueryDto {
  @ChoiceInput({ description: 'Sort key.', default: 'createdAt', choices: sortKeys })
  readonly sortBy: StorySortKey = 'createdAt'

  @Transform(({ value }: { readonly value: unknown }) =>
    typeof value === 'string' ? value.toUpperCase() : value
  )
  @ChoiceInput({
    description: 'Sort order, in any letter case.',
    default: 'DESC',
    choices: sortOrders
  })
  readonly sortOrder: 'ASC' | 'DESC' = 'DESC'

  @CleanTextInput({ description: 'Only stories of this genre.', optional: true, ...genreLength })
  readonly genre?: string

  @AnyCaseChoiceInput({ description: 'Only stories in this tone.', choices: tones })
  readonly tone?: Tone

  @AnyCaseChoiceInput({ description: 'Only stories for this audience.', choices: audiences })
  readonly audience?: Audience

  @LanguageInput({ description: 'Only stories in this language, a BCP 47 tag.' })
  readonly language?: string

  @CleanTextInput({
    description: 'Only stories that were requested with exactly this keyword.',
    optional: true,
    min: keywordLength.min,
    max: maxLegacyKeywordLength
  })
  readonly keyword?: string

  @MomentInput({ description: 'Created at or after this time, or on or after this day (UTC).' })
  readonly createdFrom?: string

  @MomentInput({ description: 'Created at or before this time, or on or before this day (UTC).' })
  readonly createdTo?: string

  @IncludeInput()
  readonly include?: Inclusion

  /** @throws ValidationFailed if the cursor is not one of this list */
  toStorySlice(): PageSlice {
    return this.toSlice(keyChecks[this.sortBy], isStoryId)
  }

  toFilter(): StoryFilter {
    const { sortBy, sortOrder, genre, tone, audience, language, keyword } = this
    const { createdFrom, createdTo } = this
    return {
      sortBy,
      sortOrder,
      genre,
      tone,
      audience,
      language,
      keyword,
      createdFrom: createdFrom === undefined ? undefined : beginningAt(createdFrom),
      createdTo: createdTo === undefined ? undefined : lastMomentOf(createdTo)
    }
  }
}

/** Stories are dated to the millisecond, so a day ends one millisecond before the next. */
function lastMomentOf(text: string): Date {
  const isDay = !text.includes('T')
  return new Date(endingAt(text).getTime() - (isDay ? 1 : 0))
}
