import { fold } from './folding.js'
import { foldedLanguages } from './language-folding.js'

/** Maps an offset of a folded text to the offset in the text before it was folded. */
export type OriginalOffset = (folded: number) => number

/**
 * Folding changes lengths (ß, ½, an ellipsis), so offsets are counted per cluster: a character with
 * the marks that may join it.
 */
export function originalOffsets(text: string, language: string): OriginalOffset {
  if (ascii.test(text)) return offset => offset
  const known = new Map<string, number>()
  const starts: number[] = []
  const originals: number[] = []
  let at = 0
  for (let index = 0; index < text.length;) {
    const end = clusterEnd(text, index)
    if (end === index + 1 && kindAt(text, index) === Kind.plain) at += 1
    else {
      const cluster = text.slice(index, end)
      const length = known.get(cluster) ?? fold(cluster, language).length
      known.set(cluster, length)
      if (length !== cluster.length) {
        starts.push(at, at + length)
        originals.push(index, end)
      }
      at += length
    }
    index = end
  }
  return offset => toOriginal(offset, starts, originals, text.length)
}

const ascii = /^[\0-\x7F]*$/
/** Marks, invisible characters and conjoining letters, which join the character before them. */
const joining = /[\p{M}\p{Cf}\u1160-\u11FF\uFF9E\uFF9F]/u

/** The end of a character with all that joins it. */
function clusterEnd(text: string, start: number): number {
  let end = start + widthAt(text, start)
  while (end < text.length && kindAt(text, end) === Kind.joining) end += widthAt(text, end)
  return text.startsWith('\u0E4D\u0E32', end - 1) ? end + 1 : end
}

function widthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
}

/** Zero is not used, because it marks a code unit without a kind yet. */
const Kind = { plain: 1, joining: 2, other: 3 } as const

/** Kinds of the 65,536 code units, filled on first use: regular expressions are too slow. */
const kinds = new Uint8Array(0x1_0000)

function kindAt(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  if (unit >> 11 !== surrogates) return kinds[unit] || (kinds[unit] = kindOf(text.charAt(index)))
  return joining.test(String.fromCodePoint(text.codePointAt(index) ?? unit))
    ? Kind.joining
    : Kind.other
}

const surrogates = 0xd800 >> 11

/** A plain character keeps its length in all languages. */
function kindOf(character: string): number {
  if (joining.test(character)) return Kind.joining
  const isPlain = foldedLanguages.every(language => fold(character, language).length === 1)
  return isPlain ? Kind.plain : Kind.other
}

function toOriginal(
  offset: number,
  starts: readonly number[],
  originals: readonly number[],
  end: number
): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  const start = starts[low - 1] ?? 0
  const original = originals[low - 1] ?? 0
  const nextOriginal = originals[low] ?? end
  return Math.min(original + offset - start, nextOriginal)
}
