/**
 * The value with storable texts. PostgreSQL rejects NUL, and a lone surrogate has no UTF-8 encoding.
 * Both are replaced by U+FFFD.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replaceAll('\u0000', '\uFFFD').toWellFormed()
  }
  return Array.isArray(value) ? value.map(storable) : value
}
