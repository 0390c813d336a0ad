import { hasUnspacedScript } from './word-scanner.js'

/** A half-open range of a text. */
export interface Hit {
  readonly start: number
  readonly end: number
}

/**
 * The places where a text contains a keyword between spaces, or before a punctuation mark and a
 * space.
 *
 * @param keyword folded, like the text
 */
export function plainHits(keyword: string, text: string): readonly Hit[] {
  const hits: Hit[] = []
  let start = text.indexOf(keyword)
  while (start >= 0) {
    const end = start + keyword.length
    if (isSpace(text, start - 1) && endsPlainly(text, end)) hits.push({ start, end })
    start = text.indexOf(keyword, end)
  }
  return hits
}

function endsPlainly(text: string, end: number): boolean {
  return isSpace(text, end) || (',.!?'.includes(text.charAt(end)) && isSpace(text, end + 1))
}

/** The start and the end of the text count as spaces. */
function isSpace(text: string, index: number): boolean {
  const character = text.charAt(index)
  return character === ' ' || character === '\n' || character === ''
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The places where a text contains a keyword literally and not as part of a longer one. For keywords
 * that are not only words: C++, #1, an emoji.
 *
 * @param keyword folded, like the text
 */
export function literalHits(keyword: string, text: string): readonly Hit[] {
  const hits = Array.from(text.matchAll(literally(keyword)), ({ 0: hit, index }) => ({
    start: index,
    end: index + hit.length
  })).filter(hit => isFree(keyword, text, hit))
  if (hits.length === 0) return hits
  const characters = graphemes.segment(text)
  return hits.filter(hit => isAligned(characters, text, hit))
}

/**
 * Allows a zero-width joiner between any two characters: keywords have theirs removed, but emoji in a story
 * still contain them.
 */
function literally(keyword: string): RegExp {
  const words = keyword.split(/\s+/).map(word => Array.from(word, literalCharacter).join('\u200D?'))
  const space = hasUnspacedScript(keyword) ? '*' : '+'
  return new RegExp(words.join(String.raw`\u200D?\s${space}\u200D?`), 'gu')
}

/** A hand in a text may have a skin tone that the keyword does not name. */
function literalCharacter(character: string): string {
  const tone = /\p{Emoji_Modifier_Base}/u.test(character) ? String.raw`\p{Emoji_Modifier}?` : ''
  return character.replace(/[\\^$.*+?()[\]{}|]/, String.raw`\$&`) + tone
}

function isFree(keyword: string, text: string, { start, end }: Hit): boolean {
  const [first = ''] = keyword
  const last = Array.from(keyword).at(-1) ?? ''
  const before = Array.from(text.slice(Math.max(0, start - 2), start)).at(-1) ?? ''
  const after = text.slice(end, end + 2)
  return (
    (isComplete(first) || !isWordlike(before)) &&
    (isComplete(last) || !(isWordlike(Array.from(after)[0] ?? '') || decimals.test(after)))
  )
}

/** A letter of a script without spaces may follow a digit or a letter of another script: 10公里. */
function isComplete(character: string): boolean {
  return complete.test(character) || hasUnspacedScript(character)
}

/** Emoji and sentence marks are complete next to any character. */
const complete = /[\p{Extended_Pictographic}\p{Regional_Indicator}!?"',;:()…]/u
const wordlike = /[\p{L}\p{M}\p{N}_+#&@$%^~\\]/u
const decimals = /^[.,]\p{Nd}/u

function isWordlike(character: string): boolean {
  return wordlike.test(character) && !hasUnspacedScript(character)
}

/** Whether a range begins and ends with a segment. */
export function isAligned(segments: Intl.Segments, text: string, { start, end }: Hit): boolean {
  return [start, end].every(
    index => index === text.length || segments.containing(index)?.index === index
  )
}
