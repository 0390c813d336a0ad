/** Receives the half-open range of each word, in the order of the text. */
type WordVisitor = (start: number, end: number) => void

/**
 * Visits the words of a text in a script with spaces: the word-like segments of Unicode's UAX #29.
 * The result is that of `Intl.Segmenter`, many times faster. Letters of scripts without spaces
 * (Chinese, Thai, …) end a word and are not visited.
 *
 * @returns whether there were letters of scripts without spaces
 */
export function scanWords(text: string, visit: WordVisitor): boolean {
  let hasUnspaced = false
  let index = 0
  while (index < text.length) {
    const kind = kindAt(text, index)
    if (kind > Kind.joiner) {
      hasUnspaced ||= kind === Kind.unspaced
      index += widthAt(text, index)
    } else {
      const end = wordEnd(text, index)
      if (kind !== Kind.joiner || letterOrDigit.test(text.slice(index, end))) visit(index, end)
      index = end
    }
  }
  return hasUnspaced
}

/** Whether a text has letters of a script without spaces between words. */
export function hasUnspacedScript(text: string): boolean {
  return unspacedScript.test(text)
}

/** Whether a character is a letter of a script without spaces. */
export function isUnspacedLetter(character: string): boolean {
  return kindAt(character, 0) === Kind.unspaced
}

/** Whether a character is a letter, digit or mark of a word. */
export function isWordCharacter(character: string): boolean {
  const kind = kindAt(character, 0)
  return kind <= Kind.digit || kind === Kind.extend
}

/** The class of a character. Zero is not used, because it marks a character without a class yet. */
const Kind = {
  hangul: 1,
  letter: 2,
  digit: 3,
  joiner: 4,
  midLetter: 5,
  midBoth: 6,
  midNumber: 7,
  midHebrew: 8,
  extend: 9,
  unspaced: 10,
  other: 11
} as const

const letterOrDigit = /[^\p{Pc}\p{M}\p{Cf}\u202F]/u
const hebrew = /\p{Script=Hebrew}/u
const unspacedScript =
  /[\p{Ideographic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tai_Le}\p{sc=New_Tai_Lue}\p{sc=Tai_Tham}\p{sc=Tai_Viet}\p{sc=Ahom}\u3031-\u3035\u309B\u309C\u30A0\u30FC\uFF70]/u

/** The first match decides. Listed code points are those of Unicode's WordBreak property. */
const classes: readonly (readonly [number, RegExp])[] = [
  [Kind.other, /\u200B/],
  [Kind.digit, /[\p{Nd}\u0600-\u0605\u066B\u06DD\u0890\u0891\u08E2]/u],
  [Kind.extend, /[\p{M}\p{Cf}\p{Emoji_Modifier}\uFF9E\uFF9F]/u],
  [Kind.unspaced, unspacedScript],
  [Kind.hangul, /[\uAC00-\uD7A3]/],
  [Kind.midLetter, /[:\u00B7\u0387\u055F\u05F4\u2027\uFE13\uFE55\uFF1A]/],
  [Kind.midBoth, /['.\u2018\u2019\u2024\uFE52\uFF07\uFF0E]/],
  [Kind.midNumber, /[,;\u037E\u0589\u060C\u060D\u066C\u07F8\u2044\uFE50\uFE54\uFF0C\uFF1B]/],
  [Kind.midHebrew, /"/],
  [Kind.joiner, /[\p{Pc}\u202F]/u],
  [
    Kind.letter,
    /[\p{Alphabetic}\u055A-\u055C\u055E\u058A\u05F3\uA708-\uA716\uA720\uA721\uA789\uA78A\uAB5B]/u
  ],
  [Kind.letter, /[\u00B8\u02C2-\u02C5\u02D2-\u02D7\u02DE\u02DF\u02E5-\u02EB\u02ED\u02EF-\u02FF]/]
]

/** Classes of the 65,536 code units, filled on first use: regular expressions are too slow. */
const kinds = new Uint8Array(0x1_0000)

function wordEnd(text: string, start: number): number {
  let last = 0
  let end = start
  while (end < text.length) {
    const kind = kindAt(text, end)
    if (kind <= Kind.joiner) {
      // As in ICU: "TV를" is one word with a Korean particle.
      if (last !== 0 && (kind === Kind.hangul) !== (last === Kind.hangul)) return end
      last = kind
    } else if (kind !== Kind.extend && !connects(text, end, kind, last)) return end
    end += widthAt(text, end)
    // Most words are a run of one class; unknown characters and surrogate pairs are zero.
    while (end < text.length && kinds[text.charCodeAt(end)] === last) end += 1
  }
  return end
}

/** Rules WB6, WB7, WB7b, WB7c, WB11 and WB12: punctuation inside a word or a number. */
function connects(text: string, index: number, kind: number, last: number): boolean {
  if (kind > Kind.midHebrew || index + 1 >= text.length) return false
  const next = kindAt(text, index + 1)
  if (last !== next || last === Kind.joiner) return false
  if (kind === Kind.midBoth) return true
  if (kind === Kind.midHebrew) {
    return hebrew.test(text.charAt(index - 1)) && hebrew.test(text.charAt(index + 1))
  }
  return last === (kind === Kind.midLetter ? Kind.letter : Kind.digit)
}

function kindAt(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  return kinds[unit] || newKindAt(text, index, unit)
}

/** Surrogate pairs are not in the table: stories have few of them. */
function newKindAt(text: string, index: number, unit: number): number {
  if (isHighSurrogate(unit)) return classify(String.fromCodePoint(text.codePointAt(index) ?? unit))
  return (kinds[unit] = classify(String.fromCharCode(unit)))
}

function classify(character: string): number {
  return classes.find(([, pattern]) => pattern.test(character))?.[0] ?? Kind.other
}

function widthAt(text: string, index: number): number {
  if (!isHighSurrogate(text.charCodeAt(index))) return 1
  return text.charCodeAt(index + 1) >> 10 === 0xdc00 >> 10 ? 2 : 1
}

function isHighSurrogate(unit: number): boolean {
  return unit >> 10 === 0xd800 >> 10
}
