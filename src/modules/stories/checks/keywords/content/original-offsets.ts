import { fold } from '../folding.js'

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
  for (const { 0: cluster, index } of text.matchAll(clusters)) {
    let length = cluster.length
    if (!ascii.test(cluster)) {
      length = known.get(cluster) ?? fold(cluster, language).length
      known.set(cluster, length)
    }
    if (length !== cluster.length) {
      starts.push(at, at + length)
      originals.push(index, index + cluster.length)
    }
    at += length
  }
  return offset => toOriginal(offset, starts, originals, text.length)
}

const ascii = /^[\0-\x7F]*$/

/** A run of ASCII, or one character with its marks, invisible characters and conjoining letters. */
const clusters =
  /[\0-\x7F]+(?![^\0-\x7F])|[^][\p{M}\p{Cf}\u1160-\u11FF\uFF9E\uFF9F]*(?:(?<=\u0E4D)\u0E32)?/gu

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
