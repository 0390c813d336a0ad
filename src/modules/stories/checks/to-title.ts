import { toPlainText } from './plain-text.js'

/** The limits of Kuybi's titles. */
const minLength = 3
const maxLength = 200

/**
 * Converts a model's title to one line of plain text, without label, enclosing quotes and final
 * full stop. A title that is too long is cut between words.
 *
 * @returns 3 to 200 characters, or undefined if no title is left
 */
export function toTitle(raw: string): string | undefined {
  const title = bare(cut(bare(toPlainText(raw).replace(/\s+/g, ' '))))
  return Array.from(title).length < minLength ? undefined : title
}

/** Repeats until nothing changes: a label may be in quotes, and quotes may follow a label. */
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

/** Removes quotes that enclose the whole title, not those of “Yes” and “No”. */
function withoutQuotes(title: string): string {
  const inner = title.slice(1, -1)
  // An apostrophe inside a word is not a quote.
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

/** Removes a final full stop, but not an ellipsis or that of an abbreviation: "The U.S." */
function withoutFullStop(title: string): string {
  return title.replace(/(?<![.。]|\.\p{L})[.。]$/u, '').trimEnd()
}

function cut(title: string): string {
  if (title.length <= maxLength) return title
  // A single word that is longer than the limit is cut between characters.
  const end = segmentStart(title, 'word') || segmentStart(title, 'grapheme')
  return title.slice(0, end).replace(/[\s,;:–—-]+$/u, '')
}

/** The start of the word or character at the limit. */
function segmentStart(title: string, granularity: 'grapheme' | 'word'): number {
  const segments = new Intl.Segmenter('en', { granularity }).segment(title)
  return segments.containing(maxLength)?.index ?? 0
}
