import { countTokens as count } from 'gpt-tokenizer/encoding/o200k_base'

/**
 * Tokens of a text in OpenAI's o200k_base encoding: exact for the gpt-4o, gpt-4.1 and gpt-5
 * families, close for others. Its tables take 100 ms to read, which is why that happens at start.
 */
export function countTokens(text: string): number {
  return count(text)
}
