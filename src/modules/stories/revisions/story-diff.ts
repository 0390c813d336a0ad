import { diffArrays, diffWordsWithSpace } from 'diff'
import { sentencesOf } from '#modules/stories/domain/revisions/sentences.js'

/** A part of both texts, or of one of them. */
export interface DiffPart {
  readonly change: 'equal' | 'deleted' | 'inserted'
  readonly text: string
}

/** More changed sentences than this are one change: the work grows with their square. */
const maxChangedSentences = 600
/** The same for the words of a changed passage. */
const maxChangedWords = 300
/** Longer passages are not compared by words, in UTF-16 code units. */
const maxComparedLength = 4000

/**
 * What to change in one text to get another: by sentences, and within changed sentences by words. All
 * parts but the inserted ones are the first text, all but the deleted ones the second.
 */
export function diffTexts(from: string, to: string, language: string): readonly DiffPart[] {
  const options = { maxEditLength: maxChangedSentences }
  const changes = diffArrays(
    [...sentencesOf(from, language)],
    [...sentencesOf(to, language)],
    options
  )
  if (changes === undefined) return joined([deleted(from), inserted(to)])
  const parts = changes.map(({ value, removed, added }) => {
    const text = value.join('')
    return removed ? deleted(text) : added ? inserted(text) : equal(text)
  })
  return joined(
    parts.flatMap((part, index) => {
      const [before, next] = [parts[index - 1], parts[index + 1]]
      if (part.change === 'deleted' && next?.change === 'inserted')
        return byWords(part.text, next.text)
      return part.change === 'inserted' && before?.change === 'deleted' ? [] : [part]
    })
  )
}

function byWords(from: string, to: string): readonly DiffPart[] {
  const isLong = Math.max(from.length, to.length) > maxComparedLength
  const changes = isLong
    ? undefined
    : diffWordsWithSpace(from, to, { maxEditLength: maxChangedWords })
  if (changes === undefined) return [deleted(from), inserted(to)]
  return changes.map(({ value, removed, added }) =>
    removed ? deleted(value) : added ? inserted(value) : equal(value)
  )
}

/** Consecutive parts of one kind become one. */
function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const result: DiffPart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (part.text === '') continue
    if (last?.change === part.change)
      result[result.length - 1] = { ...part, text: last.text + part.text }
    else result.push(part)
  }
  return result
}

const equal = (text: string): DiffPart => ({ change: 'equal', text })
const deleted = (text: string): DiffPart => ({ change: 'deleted', text })
const inserted = (text: string): DiffPart => ({ change: 'inserted', text })
