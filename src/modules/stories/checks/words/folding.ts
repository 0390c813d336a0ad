import { foldForLanguage } from './language-folding.js'

/**
 * Folds a text, so that spellings of one word are equal: NFKC, full case folding (ß to ss, ς to σ,
 * İ to i), straight apostrophes and hyphens, no invisible characters, NFC. Diacritics are kept,
 * unless the language writes words with and without them.
 *
 * @param language Turkish and Azerbaijani fold I to ı
 */
export function fold(text: string, language: string): string {
  const dotless = dotlessLanguages.has(language)
  if (ascii.test(text) && !dotless) return text.toLowerCase()
  const marked = language === 'fa' ? text.replaceAll('\u0647\u200C', '\u06C1') : text
  const plain = marked.normalize('NFKC').replace(apostrophes, "'").replace(invisible, '')
  const lower = dotless ? plain.toLocaleLowerCase(language) : plain.toLowerCase()
  const hyphened = lower.replace(hyphens, '-')
  const folded = foldsFurther.test(hyphened) ? foldFurther(hyphened) : hyphened
  return foldForLanguage(folded.normalize('NFC'), language)
}

function foldFurther(lower: string): string {
  return lower
    .replaceAll('i\u0307', 'i')
    .replace(folding, character => character.toUpperCase().toLowerCase().replace('ς', 'σ'))
}

const dotlessLanguages: ReadonlySet<string> = new Set(['tr', 'az'])
const ascii = /^[\0-\x7F]*$/
const apostrophes = /[\u2018\u2019\u201B\u02BC\u02B9\u2032]/g
const hyphens = /[\u2010\u2011]/g

/**
 * Invisible characters, such as format characters and variation selectors. The zero-width joiner is
 * kept, because it joins emoji to another emoji.
 */
const invisible =
  /[\u00AD\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]|\u034F|[\uFE00-\uFE0F]|(?<=[\p{L}\p{M}])\u200D/gu

/** Lower-case letters that Unicode's CaseFolding.txt maps to other letters. */
const folding = /[ßŉſǰςΐΰևẖ-ẛἀ-ῼϐ-ϖϰϱϵᲀ-ᲈᏸ-ᏽꭰ-ꮿ]|\u0345/g
/** A text that needs the slow step, as few texts do. */
const foldsFurther = new RegExp(`${folding.source}|i\u0307`)
