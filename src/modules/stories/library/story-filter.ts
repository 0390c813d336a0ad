import type { Audience, Tone } from '#modules/stories/domain/story-request.js'

export type StorySortKey = 'createdAt' | 'title' | 'wordCount'

/** Which of an owner's stories, in which order. */
export interface StoryFilter {
  readonly sortBy: StorySortKey
  readonly sortOrder: 'ASC' | 'DESC'
  readonly genre?: string | undefined
  readonly tone?: Tone | undefined
  readonly audience?: Audience | undefined
  readonly language?: string | undefined
  /** One of its keywords, exactly. */
  readonly keyword?: string | undefined
  /** Both included. */
  readonly createdFrom?: Date | undefined
  readonly createdTo?: Date | undefined
}

/** Whether entries of the list's order may be left out; a range of times is a part of the order by time. */
export function leavesOut(filter: StoryFilter): boolean {
  const { sortBy, genre, tone, audience, language, keyword, createdFrom, createdTo } = filter
  const ofRange = sortBy === 'createdAt' ? [] : [createdFrom, createdTo]
  return [genre, tone, audience, language, keyword, ...ofRange].some(value => value !== undefined)
}
