import { storable } from './storable-text.js'

/** Escapes that jsonb rejects: NUL and lone surrogates, which JSON.stringify escapes. */
const refused = /\\u(?:0000|d[89a-f])/i

/** The text of a jsonb parameter, with characters replaced that PostgreSQL cannot store. */
export function jsonParameter(value: unknown): string {
  const text = JSON.stringify(value)
  return refused.test(text) ? JSON.stringify(value, (_key, part: unknown) => storable(part)) : text
}
