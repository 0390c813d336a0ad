import {
  changed,
  lazy,
  rowsByWord,
  wordSet,
  type EndingRule,
  type Inflect
} from '#modules/stories/checks/words/word-forms.js'

/** Lists of words of one Romance language. */
interface RomanceWords {
  readonly functionWords: string
  /** After them a form of a verb is a noun. */
  readonly beforeNouns: string
  readonly irregularForms: string
  readonly uninflected: string
}

interface RomanceRules {
  readonly words: RomanceWords
  /** The forms of a noun or an adjective, whose irregular ones are known. */
  readonly nominal: (word: string, known: readonly string[]) => readonly string[]
  readonly verbal: (word: string) => readonly string[]
}

/** Inflection of a Romance language: as a noun or an adjective, and as a verb where no article precedes. */
export function romanceInflection({ words, nominal, verbal }: RomanceRules): Inflect {
  const tables = lazy(() => ({
    functionWords: wordSet(words.functionWords),
    notAfter: wordSet(words.beforeNouns),
    irregular: rowsByWord(words.irregularForms),
    unchanged: wordSet(words.uninflected)
  }))
  return word => {
    const { functionWords, notAfter, irregular, unchanged } = tables()
    const known = irregular.get(word) ?? []
    if (unchanged.has(word)) return { forms: new Set([word, ...known]) }
    const forms = new Set(verbal(word).filter(form => !functionWords.has(form)))
    return {
      forms: new Set([word, ...known, ...nominal(word, known)]),
      verbal: { forms, notAfter }
    }
  }
}

interface AdjectiveWords {
  readonly adjectives: string
  /** Nouns with the ending of an adjective. */
  readonly nounsLikeAdjectives: string
}

/** Whether a word is an adjective, by lists of words and by its ending. */
export function adjectiveTest(
  { adjectives, nounsLikeAdjectives }: AdjectiveWords,
  ending: RegExp
): (word: string) => boolean {
  const known = lazy(() => wordSet(adjectives))
  const nouns = lazy(() => wordSet(nounsLikeAdjectives))
  return word => known().has(word) || (ending.test(word) && !nouns().has(word))
}

interface IbericRules {
  readonly adjectiveEnding: RegExp
  readonly pluralRules: readonly EndingRule[]
  readonly singularRules: readonly EndingRule[]
  readonly genderRules: readonly EndingRule[]
}

/** Nouns and adjectives of Spanish and Portuguese: -os leads to the feminine as -o does. */
export function ibericNominal(
  words: AdjectiveWords,
  { adjectiveEnding, pluralRules, singularRules, genderRules }: IbericRules
): RomanceRules['nominal'] {
  const isAdjective = adjectiveTest(words, adjectiveEnding)
  return word => {
    const masculine = word.replace(/(?<=..o)s$/, '')
    return [
      ...changed(word, pluralRules),
      ...(word.length > 4 ? changed(word, singularRules) : []),
      ...(isAdjective(masculine) ? changed(masculine, genderRules) : [])
    ]
  }
}
