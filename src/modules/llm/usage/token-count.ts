import { createRequire } from 'node:module'
import type * as Tokenizer from 'gpt-tokenizer/encoding/o200k_base'

const require = createRequire(import.meta.url)
let tokenizer: typeof Tokenizer | undefined

/**
 * Tokens of a text in OpenAI's o200k_base encoding: exact for the gpt-4o, gpt-4.1 and gpt-5
 * families, close for others. Its tables take 100 ms and 70 MB, so the first count loads them: a
 * buffered response with its usage needs no count.
 */
export function countTokens(text: string): number {
  tokenizer ??= require('gpt-tokenizer/encoding/o200k_base') as typeof Tokenizer
  return tokenizer.countTokens(text)
}
