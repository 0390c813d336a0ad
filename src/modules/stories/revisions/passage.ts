import { ValidationFailed } from '#core/http/dto/validation.js'
import { findQuote } from '#modules/stories/writing/repair/find-quote.js'

/** Names a passage by its offsets, or by its text. */
export interface PassageChoice {
  /** Offsets in the content, in UTF-16 code units. */
  readonly start?: number
  readonly end?: number
  /** Exactly as it is in the content, where it occurs once. */
  readonly quote?: string
}

interface Passage {
  readonly start: number
  readonly end: number
}

/**
 * The passage without white space around it, so that the text around a new one is not joined to it.
 * @throws ValidationFailed if the content has no such passage
 */
export function passageOf(content: string, choice: PassageChoice): Passage {
  const { start, end } =
    choice.quote === undefined ? byOffsets(content, choice) : quoted(content, choice.quote)
  const text = content.slice(start, end)
  const from = start + text.length - text.trimStart().length
  const to = end - (text.length - text.trimEnd().length)
  if (from >= to) throw broken('end', 'leaves no text of the story between start and end')
  return { start: from, end: to }
}

function byOffsets(content: string, { start = 0, end = content.length }: PassageChoice): Passage {
  if (end > content.length) {
    throw broken('end', `is ${end}; the content has ${content.length} UTF-16 code units`)
  }
  if (start >= end) throw broken('start', `is ${start}; it must be below end, which is ${end}`)
  if (splitsCharacter(content, start)) throw broken('start', 'is inside a character')
  if (splitsCharacter(content, end)) throw broken('end', 'is inside a character')
  return { start, end }
}

function quoted(content: string, quote: string): Passage {
  const places = findQuote(content, quote)
  if (places === undefined) throw broken('quote', 'does not occur in the content')
  const { first: start, last } = places
  if (start !== last) {
    throw broken('quote', 'occurs more than once in the content; use start and end')
  }
  return { start, end: start + quote.length }
}

function splitsCharacter(content: string, at: number): boolean {
  return at > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(content.slice(at - 1, at + 1))
}

function broken(field: string, message: string): ValidationFailed {
  return new ValidationFailed([{ field, messages: [message], rule: 'conflict' }])
}
