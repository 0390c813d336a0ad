/** What a text holds in encoded form, once decoded. */
export interface Decoded {
  readonly text: string
  /** Base64 and hex hide prose; percent signs and entities also come from a careless client. */
  readonly hidden: boolean
}

/** One layer of encodings undone: never more than fourteen texts, none longer than what was given. */
export function decodePayloads(text: string): readonly Decoded[] {
  if (!mayBeEncoded.test(text)) return []
  const found: Decoded[] = []
  const escaped = decodeEscapes(text)
  if (escaped !== text) found.push({ text: escaped, hidden: false })
  for (const token of encodedTokens(text)) {
    const decoded = decodeHex(token) ?? decodeBase64(token)
    if (decoded !== undefined) found.push({ text: decoded, hidden: true })
    if (found.length >= most) break
  }
  return found
}

/** More than there are keywords, so that none of them hides behind the others. */
const most = 14

const mayBeEncoded =
  /%[0-9a-f]{2}|&#?\w{1,8};|[\\%]u|\\x|[\w+/=-]{12}|[0-9a-f]{2}(?:\W{1,2}(?:0x)?[0-9a-f]{2}){7}/i

function decodeEscapes(text: string): string {
  return decodePercent(text)
    .replace(/(?:\\|%)u\{?([0-9a-f]{2,6})\}?|\\x([0-9a-f]{2})/gi, (whole, long, short) =>
      characterOf(parseInt(String(long ?? short), 16), whole)
    )
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (whole, hex, decimal) =>
      characterOf(hex === undefined ? Number(decimal) : parseInt(String(hex), 16), whole)
    )
    .replace(
      /&(amp|lt|gt|quot|apos|nbsp|sol|lowbar|vert|colon);/gi,
      (whole, name) => entities.get(String(name).toLowerCase()) ?? whole
    )
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['sol', '/'],
  ['lowbar', '_'],
  ['vert', '|'],
  ['colon', ':']
])

function characterOf(code: number, otherwise: string): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : otherwise
}

function decodePercent(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text
  const spaced = text.replace(/(?<=\S)\+(?=\S)/g, ' ')
  return spaced.replace(/(?:%[0-9a-f]{2})+/gi, run =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8')
  )
}

/** Runs that could be base64 or hex; pieces on neighbouring keywords are also read as one. */
function encodedTokens(text: string): readonly string[] {
  const tokens = text.match(/[A-Za-z0-9+/_-]{12,700}={0,2}/g) ?? []
  const pairs =
    text.match(/\b(?:0x|\\x)?[0-9a-f]{2}(?:[\s,:-]{1,2}(?:0x)?[0-9a-f]{2}){7,200}/gi) ?? []
  const pieces =
    text
      .match(/(?<![^\s])(?:[A-Za-z0-9+/_-]{4,}|[A-Za-z0-9+/_-]{2,}={1,2})(?![^\s])/g)
      ?.filter(looksEncoded) ?? []
  const joined = pieces.length > 1 ? [pieces.join('')] : []
  return [...joined, ...pairs, ...tokens.filter(looksEncoded)].slice(0, most)
}

/** A word is small, Capitalised or CAPITAL; a coded run mixes cases or digits. */
function looksEncoded(token: string): boolean {
  return /[a-z][A-Z]|[A-Z]{2}[a-z]|[0-9=]/.test(token)
}

function decodeHex(token: string): string | undefined {
  const digits = token.replace(/0x|\\x|[\s,:-]/gi, '')
  if (digits.length < 12 || digits.length % 2 === 1 || !/^[0-9a-f]+$/i.test(digits))
    return undefined
  return prose(Buffer.from(digits, 'hex'))
}

function decodeBase64(token: string): string | undefined {
  return prose(Buffer.from(token, 'base64'))
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes that are readable: what random letters decode to is not. */
function prose(bytes: Uint8Array): string | undefined {
  if (bytes.length < 6) return undefined
  const text = tryUtf8(bytes)
  return text !== undefined && readable.test(text) ? text : undefined
}

function tryUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

const readable = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\s]{6,}$/u
