import {
  changed,
  lazy,
  rowsByWord,
  withEndings,
  wordSet,
  type EndingRule,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'
import { withUmlaut } from './umlaut.js'
import * as words from './german-words.js'
import { germanVerb, type VerbForms } from './german-verbs.js'

/**
 * Nouns have a capital letter, verbs and adjectives do not. So "Koch" is not used in "sie kochen",
 * and "fällen" is not used in "drei Fälle". A keyword in lower case may be any of them.
 */
export function germanForms(word: string, isCapitalised: boolean): WordForms {
  const forms = new Set([word])
  const verb = isCapitalised ? noVerb : germanVerb(word)
  if (verb.forms.length > 0) {
    const lowerCase = new Set([...verb.forms, ...declinedForms(word)])
    return { forms, lowerCase, ...(verb.split && { split: verb.split }) }
  }
  const capitalised = new Set(nounForms(word))
  return isCapitalised
    ? { forms, capitalised }
    : { forms, capitalised, lowerCase: new Set(adjectiveForms(word)) }
}

const noVerb: VerbForms = { forms: [] }

const tables = lazy(() => ({
  pluralInEr: words.pluralInEr.trim().split(/\s+/),
  uninflected: wordSet(words.uninflectedNouns),
  irregular: rowsByWord(words.irregularNouns),
  adjectives: rowsByWord(words.irregularForms),
  umlaut: wordSet(words.umlautAdjectives)
}))

function nounForms(word: string): readonly string[] {
  const { pluralInEr, uninflected, irregular } = tables()
  if (uninflected.has(word)) return [word]
  const known = irregularOf(word, irregular)
  if (word.length < 3) return known
  const hasEr = pluralInEr.some(noun => word.endsWith(noun)) && !/(?:ei|dort)$/.test(word.slice(2))
  if (hasEr)
    return [...known, ...erPlurals(word), ...withEndings(word, word === 'buch' ? 's es' : 's es e')]
  return [...known, ...singularOf(word), ...changed(word, nounRules), ...umlautPlurals(word)]
}

/** "Handschuhladen" follows "Laden". */
function irregularOf(
  word: string,
  irregular: ReadonlyMap<string, readonly string[]>
): readonly string[] {
  for (let start = 0; start + 3 <= word.length; start++) {
    if (start > 0 && start < 3) continue
    const forms = irregular.get(word.slice(start))
    if (forms !== undefined) return forms.map(form => word.slice(0, start) + form)
  }
  return []
}

function erPlurals(word: string): readonly string[] {
  const stem = withUmlaut(word) ?? word
  return [`${stem}er`, `${stem}ern`]
}

/** The singular of a plural with an umlaut: Häuser, Bäume. */
function singularOf(word: string): readonly string[] {
  const stem = word.replace(/ern?$|en?$/, '')
  if (stem === word || !/äu|[äöü]/.test(stem)) return []
  const plain = stem
    .replace(/ä(?!.*[äöü])/, 'a')
    .replace(/ö(?!.*[äöü])/, 'o')
    .replace(/ü(?!.*[äöü])/, 'u')
  return umlautPlurals(plain).includes(word) || erPlurals(plain).includes(word) ? [plain] : []
}

const nounRules: readonly EndingRule[] = [
  [/in$/, 'innen'],
  [/nis$/, 'nisse nisses nissen'],
  [/um$/, 'en ums'],
  [/us$/, 'en'],
  [/ss$/, 'sse sses ssen'],
  [/(?<=[^aeiouy](?:el|er|en|chen|lein)|[aeiou](?:el|er))$/, 's n'],
  [/(?<=e)$/, 'n s ns'],
  [/(?<=[^aeiouäöüysxz])$/, 'e en es s'],
  [/(?<=[sxz])$/, 'e en es'],
  [/(?<=[aiouyäöü])$/, 's en e es n']
]

/** Frosch: Frösche, Fröschen. */
function umlautPlurals(word: string): readonly string[] {
  const stem = withUmlaut(word)
  if (stem === undefined || /(?:e|el|er|en|in|ung|heit|keit|schaft)$/.test(word)) return []
  return withEndings(stem, 'e en')
}

const declined = '- e en em er es'

/** golden: goldene. Such words end like an infinitive. */
function declinedForms(word: string): readonly string[] {
  return word.endsWith('en') ? withEndings(word, declined) : []
}

function adjectiveForms(word: string): readonly string[] {
  const { adjectives, umlaut } = tables()
  const stem = word.replace(/e$/, '')
  const bare = stem.replace(/e[mnrs]$/, '')
  const stems = [stem, ...shortStems(stem), ...(bare.length >= 3 ? [bare] : [])]
  const compared = umlaut.has(stem) ? [withUmlaut(stem) ?? stem] : stems
  return [
    ...stems.flatMap(each => withEndings(each, declined)),
    ...compared.flatMap(each =>
      ['er', 'est', 'st'].flatMap(degree => withEndings(each + degree, declined))
    ),
    ...(adjectives.get(word) ?? [])
  ]
}

/** dunkel: dunkle; teuer: teure. */
function shortStems(stem: string): readonly string[] {
  return /[^e]e[lr]$/.test(stem) ? [stem.slice(0, -2) + stem.slice(-1)] : []
}
