import { languageOf } from '#modules/stories/domain/word-segmenter.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import type { Avoidance, StoryTrace } from '#modules/stories/domain/variety/avoidance.js'

/** At most this many of each are in a prompt: some 250 tokens. */
const maxNames = 40
const maxOpenings = 3
const maxWords = 6

/**
 * What a new story should not have of the last ones; undefined if there is nothing. Words of its keywords
 * are asked for, so they are left out.
 *
 * @param traces the latest first
 */
export function avoidanceOf(
  traces: readonly StoryTrace[],
  { keywords, language }: Pick<StoryRequest, 'keywords' | 'language'>
): Avoidance | undefined {
  const asked = new Set(keywords.flatMap(keyword => keyword.toLowerCase().match(/[\p{L}\p{M}]+/gu)))
  const isFree = (word: string): boolean => !asked.has(word.toLowerCase())
  const alike = traces.filter(trace => languageOf(trace.language) === languageOf(language))
  const names = distinct(byRank(traces.map(trace => trace.names)))
    .filter(isFree)
    .slice(0, maxNames)
  const openings = distinct(alike.map(({ opening }) => opening))
    .filter(opening => opening !== '')
    .slice(0, maxOpenings)
  const words = distinct(alike.flatMap(trace => trace.words))
    .filter(isFree)
    .slice(0, maxWords)
  const isEmpty = names.length + openings.length + words.length === 0
  return isEmpty ? undefined : { names, openings, words }
}

/** The first of each list, then the second of each, and so on: main characters come first. */
function byRank(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(0, ...lists.map(list => list.length))
  return Array.from({ length: longest }, (_, rank) =>
    lists.flatMap(list => list[rank] ?? [])
  ).flat()
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
