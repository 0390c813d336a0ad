/** Whether an address holds percent signs that encode nothing (RFC 3986, 2.1). */
export function isMalformedUrl(url: string): boolean {
  if (!url.includes('%')) return false
  try {
    decodeURIComponent(pathOf(url))
    return false
  } catch {
    return true
  }
}

/** The address as the router can take it: a malformed one leads nowhere, so that it is a 404. */
export function routableUrl(url: string): string {
  return isMalformedUrl(url) ? '/malformed-address' : url
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}
