/**
 * A text as the eye reads it: compatibility forms, case, stacked marks, invisible characters and
 * letters of other alphabets that look like Latin ones are undone. Punctuation stays.
 */
export function skeleton(text: string): string {
  if (plainAscii.test(text)) return text.toLowerCase()
  return text
    .toWellFormed()
    .replace(/[^\S\n]/gu, ' ')
    .replace(letterSymbols, letterOfSymbol)
    .replace(greekCapitals, letter => capitals.get(letter) ?? letter)
    .normalize('NFKD')
    .replace(unseen, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\0-\x7F]/gu, letter => confusables.get(letter) ?? letter)
}

/**
 * One letter for all that stand in for each other in leetspeak: 1 and l are i, 0 is o, and so on.
 * Rules and texts are mapped alike, so that no reading has to guess which was meant.
 */
export function foldLeetspeak(text: string): string {
  return text.replace(/[0-9l]/g, character => standIns[character] ?? character)
}

/** Signs that leetspeak uses for letters. Elsewhere they are punctuation, hence a reading of its own. */
export function unLeetSigns(text: string): string | undefined {
  if (!/[@$€|+!](?=[@$€|+!\p{L}\p{N}])|(?<=[\p{L}\p{N}])[@$€]/u.test(text)) return undefined
  return text.replace(/[@$€]|[|+!](?=[@$€|+!\p{L}\p{N}])/gu, sign => signs[sign] ?? sign)
}

const plainAscii = /^[\n\x20-\x7E]*$/

const standIns: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  2: 'z',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'g',
  7: 't',
  8: 'b',
  9: 'g',
  l: 'i'
}

const signs: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '€': 'e',
  '|': 'i',
  '!': 'i',
  '+': 't'
}

/** Not the Japanese voicing marks and not the marks of Indic scripts: those make other letters. */
const unseen =
  /[\u0300-\u036F]|[\u0483-\u0489]|[\u1AB0-\u1AFF]|[\u1DC0-\u1DFF]|[\u20D0-\u20FF]|[\uFE00-\uFE0F]|[\uFE20-\uFE2F]|[\u{E0100}-\u{E01EF}]|(?!\n)[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]/gu

/** Regional indicators, negative circled and negative squared capitals: NFKC leaves them alone. */
const letterSymbols = /[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\u{1F1E6}-\u{1F1FF}]/gu

function letterOfSymbol(symbol: string): string {
  const code = symbol.codePointAt(0) ?? 0
  const first = code >= 0x1f1e6 ? 0x1f1e6 : code >= 0x1f170 ? 0x1f170 : 0x1f150
  return String.fromCharCode(0x61 + code - first)
}

/** Capitals whose small form looks like another letter. */
const greekCapitals = /[ΗΝΥ]/gu
const capitals: ReadonlyMap<string, string> = paired('ΗΝΥ', 'hny')

const confusables: ReadonlyMap<string, string> = new Map([
  ...paired('авгеіјкмнорстухѕһԁԛԝүҽӏ', 'abreijkmhopctyxshdqwyei'),
  ...paired('αβγεηικνορστυχωϲϳμ', 'abyenikvopstuxwcju'),
  ...paired('ɑɡıɩøđłħŧƅɗɓȷɵʋ', 'agiiodihtbdbjov'),
  ...paired('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'),
  ...paired('օոսցյ', 'onugj')
])

function paired(from: string, to: string): ReadonlyMap<string, string> {
  const targets = Array.from(to)
  return new Map(Array.from(from).map((letter, at) => [letter, targets[at] ?? letter]))
}
