import { setImmediate } from 'node:timers/promises'
import { diffArrays, diffWordsWithSpace } from 'diff'
import { sentencesOf } from '#modules/stories/domain/revisions/sentences.js'

/** A part of both texts, or of one of them. */
export interface DiffPart {
  readonly change: 'equal' | 'deleted' | 'inserted'
  readonly text: string
}

/** Longer texts are not compared. */
const maxSentences = 5000
/** More changes than these are one change: the work grows with their square. */
const maxChangedSentences = 600
const maxChangedWords = 120
/** The changed sentences that are compared by words, in UTF-16 code units of both texts. */
const maxComparedLength = 40_000

/**
 * What to change in one text to get another: by sentences, and within changed sentences by words. All
 * parts but the inserted ones are the first text, all but the deleted ones the second. A long comparison
 * takes several turns of the event loop.
 */
export async function diffTexts(
  from: string,
  to: string,
  language: string
): Promise<readonly DiffPart[]> {
  const parts = bySentences(from, to, language)
  const result: DiffPart[] = []
  let compared = 0
  for (const [index, part] of parts.entries()) {
    const [before, next] = [parts[index - 1], parts[index + 1]]
    if (part.change === 'inserted' && before?.change === 'deleted') continue
    if (part.change !== 'deleted' || next?.change !== 'inserted') {
      result.push(part)
      continue
    }
    compared += part.text.length + next.text.length
    if (compared > maxComparedLength) result.push(part, next)
    else {
      result.push(...byWords(part.text, next.text))
      await setImmediate()
    }
  }
  return joined(result)
}

function bySentences(from: string, to: string, language: string): readonly DiffPart[] {
  const [before, after] = [sentencesOf(from, language), sentencesOf(to, language)]
  if (Math.max(before.length, after.length) > maxSentences) return [deleted(from), inserted(to)]
  const changes = diffArrays([...before], [...after], { maxEditLength: maxChangedSentences })
  if (changes === undefined) return [deleted(from), inserted(to)]
  return changes.map(({ value, removed, added }) => {
    const text = value.join('')
    return removed ? deleted(text) : added ? inserted(text) : equal(text)
  })
}

function byWords(from: string, to: string): readonly DiffPart[] {
  const changes = diffWordsWithSpace(from, to, { maxEditLength: maxChangedWords })
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
