import { skeleton, unLeetSigns } from './confusables.js'

export interface Deobfuscated {
  /** The text and its decoded forms, each also reversed, in ROT13 and without leetspeak signs. */
  readonly readings: readonly string[]
  /** Whether base64 or hex decodes to a sentence. */
  readonly hidesSentence: boolean
}

/** The texts that a model may read in a text. At most two layers of encoding are removed. */
export function deobfuscate(text: string): Deobfuscated {
  const first = decode(text)
  const once = new Set([first.escaped, ...first.hidden])
  const second = [...once].filter(inner => inner !== text).map(decode)
  const hidden = [first, ...second].flatMap(layer => layer.hidden)
  const texts = new Set([text, ...once, ...second.map(layer => layer.escaped), ...hidden])
  const readings = new Set([...texts].flatMap(readingsOf))
  return { readings: [...readings], hidesSentence: hidden.some(isSentence) }
}

function readingsOf(text: string): readonly string[] {
  const folded = skeleton(text)
  const reversed = Array.from(folded).toReversed().join('')
  const wordsReversed = reversed.split(/\s/).toReversed().join(' ')
  const rot13 = folded.replace(/[a-z]/g, letter =>
    String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97)
  )
  return [folded, reversed, wordsReversed, rot13, unLeetSigns(folded)]
}

interface Layer {
  /** Escapes do not count as hidden, because careless clients send them too. */
  readonly escaped: string
  readonly hidden: readonly string[]
}

function decode(text: string): Layer {
  const spaced = /%[0-9a-f]{2}/i.test(text) ? text.replaceAll('+', ' ') : text
  const hexRuns = text.match(hexRun) ?? []
  const tokens = text.split(/[^A-Za-z0-9+/_=-]+/).filter(looksEncoded)
  const hidden = [
    ...hexRuns.map(run => Buffer.from(run.replace(/0x|[\s,:-]/gi, ''), 'hex')),
    ...[...tokens, tokens.join('')].map(token => Buffer.from(token, 'base64'))
  ]
  return { escaped: spaced.replace(escapes, unescape), hidden: hidden.flatMap(proseIn) }
}

const hexRun = /\b(?:(?:0x)?[0-9a-f]{2}\b[\s,:-]{0,2}){6,}|\b[0-9a-f]{12,}\b/gi

/** Runs of bytes (%69 or \x69), code points in hex (\u0069, &#x69;) or decimal, named entities. */
const escapes =
  /((?:(?:%|\\x)[0-9a-f]{2})+)|(?:[\\%]u\{?|&#x)([0-9a-f]{1,6})[};]?|&#(\d{1,7});?|&([a-z]{2,4});/gi

function unescape(whole: string, ...groups: readonly (string | undefined)[]): string {
  const [bytes, hex, decimal, name = ''] = groups
  if (bytes !== undefined) return Buffer.from(bytes.replace(/%|\\x/gi, ''), 'hex').toString()
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
  if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  return entities.get(name.toLowerCase()) ?? whole
}

const entities: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' })
)

/** Encoded letters mix cases or digits; the words of a language do not. */
function looksEncoded(token: string): boolean {
  return /[a-z][A-Z]|[A-Z]{2}[a-z]|[0-9=]/.test(token)
}

/** Random letters do not decode to readable text. */
function proseIn(bytes: Buffer): readonly string[] {
  const text = bytes.toString()
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\s]{6,}$/u.test(text) && !text.includes('\uFFFD') ? [text] : []
}

/** Fewer than three words may be a code word of the story. */
function isSentence(text: string): boolean {
  return text.split(/[^\p{L}\p{N}+/=_-]+/u).filter(word => /\p{L}/u.test(word)).length >= 3
}
