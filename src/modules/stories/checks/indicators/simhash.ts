import { round } from './round.js'

const groupSize = 3
const halfBits = 32
const offsetBasis = 0x811c9dc5
const secondBasis = 0x9747b28c

/**
 * SimHash (Charikar, 2002) of a text over its groups of three adjacent words: 64 bits in 16 hexadecimal
 * digits. Each bit is the majority of this bit in the hashes of all groups.
 *
 * @param words in lower case
 */
export function simhashOf(words: readonly string[]): string {
  const groups = words.length < groupSize ? [words.join(' ')] : groupsOf(words)
  return half(groups, offsetBasis) + half(groups, secondBasis)
}

/** 1 − Hamming distance / 64: 1 for equal hashes, about 0.5 for those of unrelated texts. */
export function similarityOf(one: string, other: string): number {
  let differing = 0
  for (const at of [0, 8]) {
    const bits =
      Number.parseInt(one.slice(at, at + 8), 16) ^ Number.parseInt(other.slice(at, at + 8), 16)
    for (let rest = bits; rest !== 0; rest &= rest - 1) differing += 1
  }
  return round(1 - differing / (2 * halfBits))
}

/** Each as one text. */
function groupsOf(words: readonly string[]): readonly string[] {
  return words.slice(2).map((third, at) => `${words[at] ?? ''} ${words[at + 1] ?? ''} ${third}`)
}

function half(groups: readonly string[], basis: number): string {
  const ones = new Int32Array(halfBits)
  for (const group of groups) {
    const hash = hashOf(group, basis)
    for (let bit = 0; bit < halfBits; bit++) ones[bit] = (ones[bit] ?? 0) + ((hash >>> bit) & 1)
  }
  const bits = ones.reduce(
    (sum, count, bit) => (2 * count > groups.length ? sum | (1 << bit) : sum),
    0
  )
  return (bits >>> 0).toString(16).padStart(8, '0')
}

/** FNV-1a of the UTF-16 code units, then the last steps of MurmurHash3, so that each bit depends on all. */
function hashOf(text: string, basis: number): number {
  let hash = basis
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
