import { storable } from './storable-text.js'

/** Escapes in JSON text that jsonb refuses: NUL and lone surrogates, which JSON.stringify escapes. */
const refused = /\\u(?:0000|d[89a-f])/i

/** A value as the text of a jsonb parameter, its strings as PostgreSQL can store them. */
export function jsonParameter(value: unknown): string {
  const text = JSON.stringify(value)
  return refused.test(text) ? JSON.stringify(value, (_key, part: unknown) => storable(part)) : text
}
