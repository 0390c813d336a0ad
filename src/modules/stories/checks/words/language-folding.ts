import { simplified } from './chinese-characters.js'

/**
 * Makes spellings of one word equal that only one language, or one script, has. Each step changes a
 * character and its marks only, so that offsets can be counted per character.
 *
 * @param text folded by the rules of all languages
 */
export function foldForLanguage(text: string, language: string): string {
  switch (language) {
    case 'ru':
    case 'uk':
    case 'be':
      // Stress marks of children's books; ё is mostly written е.
      return text.replaceAll('\u0301', '').replaceAll('ё', 'е')
    case 'ar':
      return text
        .replace(arabicMarks, '')
        .replace(/[أإآٱ]/g, 'ا')
        .replaceAll('ة', 'ه')
    case 'fa':
    case 'ur':
      return text
        .replace(arabicMarks, '')
        .replaceAll('ك', 'ک')
        .replace(/[يى]/g, 'ی')
        .replace(/[ۀةە]/g, 'ه')
        .replace(/[أإٱ]/g, 'ا')
    case 'he':
    case 'yi':
      return text.replace(/[\u0591-\u05BD\u05BF-\u05C7]/g, '')
    case 'hi':
    case 'mr':
    case 'ne':
      return text
        .replaceAll('\u093C', '')
        .replace(/[\u0919\u091E\u0923\u0928\u092E]\u094D/g, '\u0902')
        .replaceAll('\u0901', '\u0902')
    case 'vi':
      return text.replace(oldTonePlacement, ([vowel = '', other = '']) => {
        const [base = '', tone = ''] = vowel.normalize('NFD')
        return base + (other + tone).normalize('NFC')
      })
    case 'tr':
    case 'az':
      return text.replaceAll('â', 'a').replaceAll('î', 'i').replaceAll('û', 'u')
    case 'zh':
      return simplified(text)
    case 'th':
      // The compatible form divides sara am, and a dictionary of words has it whole.
      return text.replaceAll('\u0E4D\u0E32', '\u0E33')
    default:
      return text
  }
}

/** One of each case above that may change lengths. */
export const foldedLanguages = ['en', 'ar', 'fa', 'he', 'hi', 'ru', 'th', 'tr', 'vi'] as const

/** Vowel marks, and the line that stretches a word. */
const arabicMarks = /[\u0640\u064B-\u0652\u0654-\u065F\u0670\u06D6-\u06ED]/g

/** hòa: hoà */
const oldTonePlacement = /[òóỏõọ](?=[ae](?!\p{L}))[ae]|[ùúủũụ](?=y(?!\p{L}))y/gu
