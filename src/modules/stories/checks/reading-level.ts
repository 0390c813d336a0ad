import type { ReadingLevelCheck } from '#modules/stories/domain/story-checks.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'
import { scanWords } from './words/word-scanner.js'

/** Counts of a text, and what the formulas need of them. */
interface Counts {
  readonly sentences: number
  readonly words: number
  readonly syllables: number
  readonly letters: number
  /** Words of more than six letters. */
  readonly longWords: number
}

interface Formula {
  readonly name: string
  readonly score: (counts: Counts) => number
  /** Scores beyond it are too hard for children of about ten years. */
  readonly limit: number
  readonly easier: 'higher' | 'lower'
}

/** Reading ease: `base - words a sentence * perWord - syllables a word * perSyllable`. */
function ease(name: string, base: number, perWord: number, perSyllable: number): Formula {
  const score = ({ words, sentences, syllables }: Counts): number =>
    base - (words / sentences) * perWord - (syllables / words) * perSyllable
  return { name, score, limit: 60, easier: 'higher' }
}

/** LIX, for Scandinavian languages: words a sentence and the percentage of long words. */
const lix: Formula = {
  name: 'LIX',
  score: ({ words, sentences, longWords }) => words / sentences + (100 * longWords) / words,
  limit: 40,
  easier: 'lower'
}

const formulas: Readonly<Record<string, Formula>> = {
  en: {
    name: 'Flesch-Kincaid grade',
    score: ({ words, sentences, syllables }) =>
      0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59,
    limit: 7,
    easier: 'lower'
  },
  de: ease('Amstad', 180, 1, 58.5),
  fr: ease('Kandel-Moles', 207, 1.015, 73.6),
  es: ease('Fernández Huerta', 206.84, 1.02, 60),
  it: {
    name: 'Gulpease',
    score: ({ words, sentences, letters }) => 89 + (300 * sentences - 10 * letters) / words,
    limit: 55,
    easier: 'higher'
  },
  nl: ease('Flesch-Douma', 206.84, 0.93, 77),
  ru: ease('Oborneva', 206.835, 1.3, 60.1),
  da: lix,
  nb: lix,
  nn: lix,
  no: lix,
  sv: lix
}

/** A shorter text has no level. */
const minWords = 30

/** The reading level of a text for children; undefined for a language without a formula. */
export function checkReadingLevel(text: string, language: string): ReadingLevelCheck | undefined {
  const formula = formulas[languageOf(language)]
  const counts = formula && countsOf(text)
  if (formula === undefined || counts === undefined || counts.words < minWords) return undefined
  const { name, limit, easier } = formula
  const score = Math.round(formula.score(counts) * 10) / 10
  return {
    passed: easier === 'higher' ? score >= limit : score <= limit,
    formula: name,
    score,
    limit
  }
}

function countsOf(text: string): Counts {
  const counts = { words: 0, syllables: 0, letters: 0, longWords: 0 }
  const lower = text.toLowerCase()
  scanWords(lower, (start, end) => {
    counts.words += 1
    counts.letters += end - start
    if (end - start > 6) counts.longWords += 1
    counts.syllables += Math.max(1, syllablesIn(lower, start, end))
  })
  return { ...counts, sentences: Math.max(1, text.match(sentenceEnd)?.length ?? 0) }
}

const sentenceEnd = /[.!?…](?=["'”’»)]{0,3}(?:\s|$))/gu
const vowels: ReadonlySet<number> = new Set(
  Array.from('aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýаеёиоуыэюя', vowel => vowel.charCodeAt(0))
)

/** Groups of vowels; a silent e at the end is none. An estimate that suits a whole text. */
function syllablesIn(text: string, start: number, end: number): number {
  let groups = 0
  let wasVowel = false
  for (let at = start; at < end; at++) {
    const isVowel = vowels.has(text.charCodeAt(at))
    if (isVowel && !wasVowel) groups += 1
    wasVowel = isVowel
  }
  return groups
}
