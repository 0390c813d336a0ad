/**
 * Tokens of a text in OpenAI's o200k_base encoding: exact for the gpt-4o, gpt-4.1 and gpt-5
 * families, close for others. The tables are several MB; they are read on first use, once.
 */
export async function countTokens(text: string): Promise<number> {
  const { countTokens: count } = await import('gpt-tokenizer/encoding/o200k_base')
  return count(text)
}
