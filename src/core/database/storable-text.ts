// eslint-disable-next-line no-control-regex
const unstorable = /\u0000|[\uD800-\uDFFF]/

/**
 * The value with its texts as PostgreSQL can store them: it refuses NUL, and a lone surrogate has no
 * UTF-8. Both become U+FFFD, so that neither is ever a failure.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') {
    return unstorable.test(value) ? value.replaceAll('\u0000', '\uFFFD').toWellFormed() : value
  }
  return Array.isArray(value) ? value.map(storable) : value
}
