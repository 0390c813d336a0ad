import { withoutDanglers } from '#modules/stories/domain/shorten.js'
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
  const title = bare(
    cut(bare(toPlainText(withoutEntities(raw).replace(/\\[nt]/g, ' ')).replace(/\s+/g, ' ')))
  )
  return Array.from(title).length < minLength ? undefined : title
}

/** Repeats until nothing changes: labels, quotes and Markdown may enclose each other. */
function bare(title: string): string {
  const unlabelled = title
    .replace(label, '')
    .replace(chapter, '')
    .replace(numbering, '')
    .replace(length, '')
    .replace(form, '')
    .replace(author, '')
    .trim()
  const barer = withoutFullStop(withoutQuotes(unlabelled))
  return barer === title ? title : bare(toPlainText(barer))
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' '
}

/** Some models write HTML, also where no tag shows it. */
function withoutEntities(title: string): string {
  return title.replace(/&(?:amp|quot|apos|#39|lt|gt|nbsp);/g, entity => entities[entity] ?? entity)
}

/** A number of a list, or a stray full stop; an ellipsis stays. */
const numbering = /^(?:(?:\d{1,2}|[IVX]{1,4})[.)]\s+|[.。](?![.。])\s*)(?=\p{L})/u

const label =
  /^(?:here(?:'s| is) (?:your|the) (?:story|title)|(?:(?:final|story|working) )?title|titel|título|titre|titolo|tytuł|название|заголовок|标题|標題|タイトル)(?: \d{1,2})?(?:\s*[:：]|\s+[–—-])\s*/iu
/** A story is no chapter: `Chapter 1: The River`. */
const chapter =
  /^(?:chapter|kapitel|chapitre|capítulo|capitolo|hoofdstuk|rozdział|глава) (?:\d{1,3}|[ivx]{1,5}|one|eins|un|uno|um)\s*[:：.–—-]\s*(?=\p{L})/iu
const length = /[([]\d{1,5} (?:words|wörter|mots|palabras|palavras|parole|woorden)[)\]]$/iu
/** What kind of text it is belongs to no title: `The Fox - A short story`. */
const form = /(?:\s[–—-]|[:：])\s*(?:an? )?(?:very )?short story$/iu
/** Models name themselves as the author: `The Fox by GPT-4o`. People are left alone. */
const author =
  /(?<=\S)(?:\s*[,([–—-])?\s*\b(?:written |generated )?by (?:an? )?(?:(?:open)?ai(?: (?:assistant|model))?|chatgpt|(?:gpt|claude|gemini|llama|mistral|deepseek|qwen)(?:[ -]?\d[\w.-]{0,20})?)[)\]]?$/iu

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
  return withoutDanglers(title.slice(0, end))
}

/** The start of the word or character at the limit. */
function segmentStart(title: string, granularity: 'grapheme' | 'word'): number {
  const segments = new Intl.Segmenter('en', { granularity }).segment(title)
  return segments.containing(maxLength)?.index ?? 0
}
