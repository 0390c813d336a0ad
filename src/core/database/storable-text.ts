// eslint-disable-next-line no-control-regex
const unstorable = /\u0000|[\uD800-\uDFFF]/

/**
 * The value with storable texts. PostgreSQL rejects NUL, and a lone surrogate has no UTF-8 encoding.
 * Both are replaced by U+FFFD.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') {
    return unstorable.test(value) ? value.replaceAll('\u0000', '\uFFFD').toWellFormed() : value
  }
  return Array.isArray(value) ? value.map(storable) : value
}
