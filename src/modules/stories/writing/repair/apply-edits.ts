import { toPlainText } from '#modules/stories/checks/plain-text.js'
import { SentenceEnds } from '#modules/stories/writing/text/sentence-end.js'
import type { Edit } from './edits.js'
import { findQuote } from './find-quote.js'

/** A part of the content, and what takes its place. */
interface Change {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * The content after the edits. An edit is ignored if its quotes are not in the content, if `from`
 * occurs more than once, or if it overlaps an earlier edit.
 *
 * @param changesLastCopy whether a quote that occurs more than once means its last occurrence, because
 * the edits are to remove a repetition
 */
export function applyEdits(
  content: string,
  edits: readonly Edit[],
  changesLastCopy: boolean
): string {
  const folded = fold(content)
  const changes: Change[] = []
  for (const edit of edits) {
    const change = toChange(content, folded, edit, changesLastCopy)
    if (change !== undefined && !changes.some(other => overlaps(change, other))) {
      changes.push(change)
    }
  }
  // Of several insertions at one place the first comes first.
  const inOrder = changes.toSorted((a, b) => a.start - b.start || a.end - b.end)
  let text = ''
  let at = 0
  for (const change of inOrder) {
    const { start, end } = change.text === '' ? withSpace(content, change) : change
    text += content.slice(at, Math.max(at, start)) + change.text
    at = Math.max(at, end)
  }
  return (text + content.slice(at)).trim()
}

function toChange(
  content: string,
  folded: string,
  edit: Edit,
  changesLastCopy: boolean
): Change | undefined {
  const places = findQuote(folded, fold(edit.from))
  if (places === undefined || (places.first !== places.last && !changesLastCopy)) return undefined
  const start = places.last
  const fromEnd = start + edit.from.length
  const text = toPlainText(edit.text)
  if (edit.action === 'insert') return insertion(content, fromEnd, edit.text, text)
  const to = edit.to === '' ? start : findQuote(folded, fold(edit.to), start)?.first
  if (to === undefined) return undefined
  const end = Math.max(fromEnd, to + edit.to.length)
  return { start, end, text }
}

function overlaps(one: Change, other: Change): boolean {
  return one.start < other.end && other.start < one.end
}

/** Models write other quotation marks, dashes and spaces when they quote. The length is kept. */
function fold(text: string): string {
  const folded = text
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‐‑‒–—―]/g, '-')
    .replace(/\s/g, ' ')
  const lower = folded.toLowerCase()
  return lower.length === folded.length ? lower : folded
}

/** Inserts after the sentence, or at once if the text continues the sentence. */
function insertion(content: string, at: number, raw: string, text: string): Change | undefined {
  if (text === '') return undefined
  const place = continuesSentence.test(text) ? at : sentenceEndFrom(content, at)
  const gap = gapBefore(content.slice(Math.max(0, place - 1), place), raw, text)
  const next = content.charAt(place)
  const isGlued = /[\p{L}\p{N}]/u.test(next) && !wideEnd.test(text)
  return { start: place, end: place, text: `${gap}${text}${isGlued ? ' ' : ''}` }
}

function gapBefore(last: string, raw: string, text: string): string {
  if (/^\s*\n/.test(raw)) return '\n\n'
  return wideEnd.test(last) || standsAlone.test(text) ? '' : ' '
}

const continuesSentence = /^[\p{Ll},;:]/u
const standsAlone = /^[,;:.!?…)”’»]/u
/** The end of a text in a script without spaces between sentences. */
const wideEnd = /[。！？」』]$/

/** The end of the sentence that a position is in; of one that ends there, the position itself. */
function sentenceEndFrom(content: string, at: number): number {
  const ends = new SentenceEnds()
  for (let next = at - 1; next < content.length; next++) {
    ends.push(content.charAt(next))
    if (ends.last > 0) return at - 1 + ends.last
  }
  return content.length
}

/** A deleted passage with the white space before it; at the start of a paragraph with that after it. */
function withSpace(content: string, { start, end }: Change): Pick<Change, 'start' | 'end'> {
  const before = content.slice(0, start).trimEnd().length
  const after = content.length - content.slice(end).trimStart().length
  const startsParagraph = before === 0 || content.slice(before, start).includes('\n')
  const endsParagraph = after === content.length || content.slice(end, after).includes('\n')
  return startsParagraph && !endsParagraph ? { start, end: after } : { start: before, end }
}
