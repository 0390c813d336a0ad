import type { Sentence, SentenceWriter } from './sentence-writer.ts'

const wordsOfAListSentence = 16
const maxShare = 0.45

/**
 * One sentence for each keyword; in a short story several keywords share a sentence, so that words are
 * left for the rest of the story.
 */
export function keywordSentences(
  writer: SentenceWriter,
  keywords: readonly string[],
  room: number
): Sentence[] {
  if (keywords.length === 0) return []
  const carried = keywords.reduce((sum, keyword) => sum + writer.count(keyword), 0)
  const alone = carried + keywords.length * 11
  if (alone <= room * maxShare) return keywords.map(keyword => writer.keywordSentence([keyword]))
  const affordable = Math.floor((room * maxShare - carried) / wordsOfAListSentence)
  const groups = Math.min(keywords.length, Math.max(1, affordable))
  return inGroups(keywords, groups).map(group => writer.keywordSentence(group))
}

function inGroups(keywords: readonly string[], groups: number): string[][] {
  return Array.from({ length: groups }, (_, group) =>
    keywords.slice(
      Math.floor((group * keywords.length) / groups),
      Math.floor(((group + 1) * keywords.length) / groups)
    )
  )
}
