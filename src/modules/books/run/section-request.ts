import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { lengthOf, type Book } from '../domain/book.js'
import { keywordsOfPart } from '../domain/keywords-of-parts.js'
import { nextSection } from '../domain/word-budget.js'

/** UTF-16 code units of the section before that the model reads. */
const knownEnd = 3000

/** The request for the next section of a planned book; undefined if the book is complete. */
export function sectionRequest({
  request,
  plan,
  sections
}: Pick<Book, 'request' | 'plan' | 'sections'>): StoryRequest | undefined {
  if (plan === null) return undefined
  const { title: book, outline, codex } = plan
  const covered = sections.reduce((sum, { parts }) => sum + parts, 0)
  const next = nextSection({
    total: request.words.max,
    written: lengthOf({ sections }),
    sections: sections.length,
    partsLeft: Math.max(0, outline.length - covered)
  })
  if (next === undefined) return undefined
  const { words, parts, isLast } = next
  const keywords = Array.from({ length: parts }, (_, nth) =>
    keywordsOfPart(request.keywords, covered + nth, outline.length)
  )
  return {
    ...request,
    keywords: keywords.flat(),
    words,
    section: {
      book,
      number: sections.length + 1,
      isLast,
      outline,
      covers: outline.slice(covered, covered + parts),
      codex,
      before: sections.at(-1)?.content.slice(-knownEnd).toWellFormed() ?? ''
    }
  }
}
