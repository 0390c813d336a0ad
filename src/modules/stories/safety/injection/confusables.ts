import confusables from 'unhomoglyph/data.json' with { type: 'json' }

/**
 * The text in lower case, with every letter that looks like a Latin one replaced by it: the skeleton
 * of UTS 39 limited to Latin targets, so that other scripts stay readable. ASCII is only lowered.
 */
export function skeleton(text: string): string {
  if (/^[\n\x20-\x7E]*$/.test(text)) return text.toLowerCase()
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replace(/[^\S\n]/gu, ' ')
    .replace(invisible, '')
    .replace(
      /[^\0-\x7F]/gu,
      letter => latin.get(letter) ?? latin.get(letter.toLowerCase()) ?? letter
    )
    .normalize('NFC')
    .toLowerCase()
}

/** One letter for all that leetspeak interchanges: phrases and texts are folded alike. */
export function foldLeet(text: string): string {
  return text.replace(/[0-9l]/g, character => 'oizeasgtbg'[Number(character)] ?? 'i')
}

/** Signs that replace letters in leetspeak. */
export function unLeetSigns(text: string): string {
  return text.replace(/[@$€]|[|+!](?=[@$€|+!\p{L}\p{N}])/gu, sign => signs.get(sign) ?? sign)
}

const signs = new Map(pairs('@$€|!+', 'aseiit'))

/** Combining marks, except those of Japanese and Indic letters, and characters without a glyph. */
const invisible =
  /(?!\n)[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]|[\u0300-\u036F]|[\u0483-\u0489]|[\u1AB0-\u1AFF]|[\u1DC0-\u1DFF]|[\u20D0-\u20FF]|[\uFE00-\uFE0F]|[\uFE20-\uFE2F]|[\u{E0100}-\u{E01EF}]/gu

/** UTS 39 does not map small capitals, and maps some Cyrillic letters to them. */
const smallCapitals = new Map(pairs('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢĸʍ', 'abcdefghijklmnoprstuvwyzkm'))

/** First letters of the alphabets that NFKD keeps: negative circled, negative squared, flags. */
const alphabets = [0x1f150, 0x1f170, 0x1f1e6].map(first =>
  String.fromCodePoint(...Array.from({ length: 26 }, (_, at) => first + at))
)

const latin: ReadonlyMap<string, string> = new Map([
  ...Object.entries(confusables).flatMap(([from, to]) => {
    const letters = to.normalize('NFKD').replace(invisible, '')
    const target = letters.replace(/./gu, letter => smallCapitals.get(letter) ?? letter)
    return /^[A-Za-z]{1,2}$/.test(target) ? [[from, target] as const] : []
  }),
  ...smallCapitals,
  ...alphabets.flatMap(letters => pairs(letters, 'abcdefghijklmnopqrstuvwxyz'))
])

function pairs(from: string, to: string): readonly (readonly [string, string])[] {
  return Array.from(from, (letter, at) => [letter, to.charAt(at)])
}
