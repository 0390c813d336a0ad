/** `http://host/path?query`, as a client writes it to a proxy (RFC 9112, 3.2.2). */
const absoluteForm = /^https?:\/\/[^/?#]+([/?][^#]*)?$/i
const authority = /^https?:\/\/[^/?#]+/i

/** Whether the router would reject the address before any hook runs. */
export function isMalformedUrl(url: string): boolean {
  return isMalformedAbsolute(url) || isMalformedPath(url)
}

/** Replaces a malformed address, which the router would reject, by one that has no route (404). */
export function routableUrl(url: string): string {
  return isMalformedUrl(url) ? '/malformed-address' : url
}

/** The path and query of an address in origin form or absolute form. */
export function originForm(url: string): string {
  return url.startsWith('/') ? url : url.replace(authority, '')
}

function isMalformedAbsolute(url: string): boolean {
  if (url.startsWith('/') || !/^https?:/i.test(url)) return false
  return !absoluteForm.test(url) || !URL.canParse(url)
}

/** Percent signs that encode nothing (RFC 3986, 2.1). */
function isMalformedPath(url: string): boolean {
  if (!url.includes('%')) return false
  try {
    decodeURIComponent(pathOf(url))
    return false
  } catch {
    return true
  }
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}
