/** `http://host/path?query`, as a client writes it to a proxy (RFC 9112, 3.2.2). */
const absoluteForm = /^https?:\/\/[^/?#]+([/?][^#]*)?$/i
const authority = /^https?:\/\/[^/?#]+/i

/** Whether an address is one that the router would throw out before any hook runs. */
export function isMalformedUrl(url: string): boolean {
  return isMalformedAbsolute(url) || isMalformedPath(url)
}

/** The address as the router can take it: a malformed one leads nowhere, so that it is a 404. */
export function routableUrl(url: string): string {
  return isMalformedUrl(url) ? '/malformed-address' : url
}

/** The path and query of an address, in whichever form it came. */
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
