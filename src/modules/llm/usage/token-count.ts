import { countTokens as count } from 'gpt-tokenizer/encoding/o200k_base'

/**
 * Tokens of a text in OpenAI's o200k_base encoding: exact for the gpt-4o, gpt-4.1 and gpt-5
 * families, close for others. Loading its tables takes 100 ms, so they are loaded at start.
 */
export function countTokens(text: string): number {
  return count(text)
}
