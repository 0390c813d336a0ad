import { type Decoded, decodePayloads } from './decode-payload.js'
import { skeleton, foldLeetspeak, unLeetSigns } from './confusables.js'

/** One way to read a text. */
export interface DeobfuscatedText {
  /** Folded, with its punctuation: what chat markup is looked for in. */
  readonly marked: string
  /** Words between single spaces, with a space at both ends. */
  readonly spaced: string
  /** The same letters without any space. */
  readonly compact: string
}

export interface DeobfuscatedTexts {
  readonly readings: readonly DeobfuscatedText[]
  /** Prose that was hidden in base64 or hex. */
  readonly hidesProse: boolean
}

/**
 * Every reading of a text that a model might find: as it stands, decoded (two layers at most), with
 * leetspeak signs as letters, backwards, each word backwards, in ROT13. At most 125.
 */
export function deobfuscate(text: string): DeobfuscatedTexts {
  const decoded = decodeLayers(text.slice(0, longest))
  return {
    readings: [text.slice(0, longest), ...decoded.map(layer => layer.text)].flatMap(readingsOf),
    hidesProse: decoded.some(({ text: inner, hidden }) => hidden && sentence.test(inner))
  }
}

/** Ten keywords and a genre, with room for wide characters. */
const longest = 2_000

/** Several words: a coded word or number may be a riddle in the story. */
const sentence = /\p{L}{2,}[^\p{L}\p{N}+/=_-]+\p{L}+[^\p{L}\p{N}+/=_-]+\p{L}{2,}/u

function decodeLayers(text: string): readonly Decoded[] {
  const first = decodePayloads(text)
  if (first.length === 0) return first
  const second = first.flatMap(layer =>
    decodePayloads(layer.text).map(inner => ({
      text: inner.text,
      hidden: inner.hidden || layer.hidden
    }))
  )
  return [...first, ...second].slice(0, 24)
}

function readingsOf(text: string): readonly DeobfuscatedText[] {
  const marked = skeleton(text)
  const backwards = reversed(marked)
  const unsigned = unLeetSigns(marked)
  const texts = [marked, backwards, reversedWords(backwards), rot13(marked)]
  if (unsigned !== undefined) texts.push(unsigned)
  return texts.map(readingOf)
}

/** A reading of what is already folded. */
function readingOf(marked: string): DeobfuscatedText {
  const letters = foldLeetspeak(marked.replace(drawnOut, '$1'))
  const words = letters.replace(between, ' ')
  const spaced = ` ${words.trim()} `
  return { marked, spaced, compact: spaced.replaceAll(' ', '') }
}

const between = /[^a-z\p{L}\p{N}]+/gu

/** "ignooooore" */
const drawnOut = /([a-z])\1{2,}/g

function reversed(text: string): string {
  return Array.from(text).toReversed().join('')
}

/** Each word backwards, the order kept. */
function reversedWords(backwards: string): string {
  return backwards.split(/\s/).toReversed().join(' ')
}

function rot13(text: string): string {
  return text.replace(/[a-z]/g, letter =>
    String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97)
  )
}
