import { toPlainText } from './plain-text.js'

/** What Kuybi takes as a title. */
const minLength = 3
const maxLength = 200

/**
 * A model's title as one line of plain text, without its label, the quotes around it and a full stop
 * at its end. Too long a title is cut between words.
 *
 * @returns 3 to 200 characters, or undefined when there is no title in it
 */
export function toTitle(raw: string): string | undefined {
  const title = bare(cut(bare(toPlainText(raw).replace(/\s+/g, ' '))))
  return Array.from(title).length < minLength ? undefined : title
}

/** A label may stand in quotes and quotes behind a label: until nothing changes. */
function bare(title: string): string {
  const barer = withoutFullStop(withoutQuotes(title.replace(label, '').trim()))
  return barer === title ? title : bare(barer)
}

const label =
  /^(?:(?:story )?title|titel|título|titre|titolo|tytuł|название|заголовок|标题|標題|タイトル)\s*[:：]\s*/iu

const quotes: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['‘', '’'],
  ['«', '»'],
  ['»', '«'],
  ['‹', '›'],
  ['「', '」'],
  ['『', '』'],
  ['《', '》']
]

/** Quotes around the whole: not those of “Yes” and “No”. */
function withoutQuotes(title: string): string {
  const inner = title.slice(1, -1)
  // An apostrophe inside a word is no quote.
  const rest = inner.replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
  const isQuoted = quotes.some(
    ([open, close]) =>
      title.length > 1 &&
      title.startsWith(open) &&
      title.endsWith(close) &&
      !rest.includes(open) &&
      !rest.includes(close)
  )
  return isQuoted ? inner.trim() : title
}

/** Not an ellipsis, nor the stop of an abbreviation: "The U.S." */
function withoutFullStop(title: string): string {
  return title.replace(/(?<![.。]|\.\p{L})[.。]$/u, '').trimEnd()
}

function cut(title: string): string {
  if (title.length <= maxLength) return title
  // One word longer than a title may be is cut between characters.
  const end = segmentStart(title, 'word') || segmentStart(title, 'grapheme')
  return title.slice(0, end).replace(/[\s,;:–—-]+$/u, '')
}

/** Where the word or character starts that the limit falls into. */
function segmentStart(title: string, granularity: 'grapheme' | 'word'): number {
  const segments = new Intl.Segmenter('en', { granularity }).segment(title)
  return segments.containing(maxLength)?.index ?? 0
}
