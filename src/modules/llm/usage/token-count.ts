import { createRequire } from 'node:module'
import type * as Tokenizer from 'gpt-tokenizer/encoding/o200k_base'
import { lastWordEnd } from './word-end.js'

const require = createRequire(import.meta.url)
let tokenizer: typeof Tokenizer | undefined

/**
 * The tokenizer needs quadratic time for a word, and scripts without spaces have long ones. A longer
 * part without a boundary is cut, which adds a token at most.
 */
export const maxPart = 256

/** Words like `<|endoftext|>` in a text are counted as text; by default the tokenizer refuses them. */
const plainText = { disallowedSpecial: new Set<string>() }

/** More than a story and its summary have. What follows is counted by its length. */
export const maxCounted = 32 * 1024

/**
 * Tokens of a text in OpenAI's o200k_base encoding: exact for the gpt-4o, gpt-4.1 and gpt-5
 * families, close for others. Its tables take 100 ms and 70 MB, so the first count loads them: a
 * buffered response with its usage needs no count.
 */
export function countTokens(text: string): number {
  tokenizer ??= require('gpt-tokenizer/encoding/o200k_base') as typeof Tokenizer
  const counted = Math.min(text.length, maxCounted)
  let tokens = 0
  for (let from = 0; from < counted;) {
    const part = text.slice(from, Math.min(from + maxPart, counted))
    const isLast = from + part.length === counted
    const end = isLast ? part.length : lastWordEnd(part) || part.length
    tokens += tokenizer.countTokens(part.slice(0, end), plainText)
    from += end
  }
  return inProportion(tokens, counted, text.length)
}

/** The tokens of a text of which only a part was counted. */
export function inProportion(tokens: number, counted: number, length: number): number {
  return counted === length ? tokens : Math.ceil((tokens * length) / counted)
}
