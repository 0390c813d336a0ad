/** Segments of unreserved characters (RFC 3986, 2.3); none is empty, `.` or `..`. */
const prefixForm = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]{1,64}){1,8}$/

/** The beginnings of the service's own addresses; a prefix that is one of them would be ambiguous. */
const ownAddress = /^\/(api|metrics|docs|studio|console|health|live|ready|redoc|\.well-known)(\/|$)/

/** `PATH_PREFIX`, with or without a slash at the end; undefined if it is no prefix. */
export function parsePathPrefix(text: string): string | undefined {
  const prefix = text.replace(/\/$/, '')
  if (prefix === '') return ''
  return isPathPrefix(prefix) && !ownAddress.test(prefix) ? prefix : undefined
}

/** Whether it is a path of plain segments, without a slash at the end. */
export function isPathPrefix(text: string): boolean {
  return prefixForm.test(text)
}
