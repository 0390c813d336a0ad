import {
  changed,
  lazy,
  rowsByWord,
  wordSet,
  type EndingRule,
  type WordForms
} from '../word-forms.js'
import { spanishVerbForms } from './spanish-verbs.js'
import * as words from './spanish-words.js'

export function spanishForms(word: string): WordForms {
  const { notAfter, irregular, unchanged, adjectives, nouns } = tables()
  const known = irregular.get(word) ?? []
  if (unchanged.has(word)) return { forms: new Set([word, ...known]) }
  const forms = [word, ...known, ...changed(word, pluralRules)]
  if (word.length > 4) forms.push(...changed(word, singularRules))
  const masculine = word.replace(/(?<=..o)s$/, '')
  const isAdjective =
    adjectives.has(masculine) || (adjectiveEnding.test(masculine) && !nouns.has(masculine))
  if (isAdjective) forms.push(...changed(masculine, genderRules))
  return { forms: new Set(forms), verbal: { forms: verbFormsOf(word), notAfter } }
}

function verbFormsOf(word: string): ReadonlySet<string> {
  const { functionWords } = tables()
  return new Set(spanishVerbForms(word).filter(form => !functionWords.has(form)))
}

const tables = lazy(() => ({
  functionWords: wordSet(words.functionWords),
  notAfter: wordSet(words.beforeNouns),
  irregular: rowsByWord(words.irregularForms),
  unchanged: wordSet(words.uninflected),
  adjectives: wordSet(words.adjectives),
  nouns: wordSet(words.nounsLikeAdjectives)
}))

const adjectiveEnding =
  /(?:os|[ií]c|iv|ad|id|ari|ori|eñ|ísim|und|[íi]st|ian|ient|ent|iern|n[eé]re|áne|íd|óge|éric|[ií]n|[aá]n)o$|(?:[éo]re|peo|iz|uzc|ieg|áne|ónim|vers|núst|lel|gac)o$|(?:dor|és|ín|án)$/

const pluralRules: readonly EndingRule[] = [
  [/(?<=[aeiouáéó])$/, 's'],
  [/(?<=[lrndjsyíúx])$/, 'es'],
  [/(?<=[tbcdgkmpfúé])$/, 's'],
  [/z$/, 'ces'],
  [/ón$/, 'ones'],
  [/án$/, 'anes'],
  [/ín$/, 'ines'],
  [/én$/, 'enes'],
  [/ún$/, 'unes'],
  [/és$/, 'eses'],
  [/ás$/, 'ases'],
  [/ús$/, 'uses'],
  [/a(?=[^aeiouáéíóú]+[aei]n$)(.*)$/, 'á$1es'],
  [/e(?=[^aeiouáéíóú]+[aei]n$)(.*)$/, 'é$1es'],
  [/i(?=[^aeiouáéíóú]+[aei]n$)(.*)$/, 'í$1es'],
  [/o(?=[^aeiouáéíóú]+[aei]n$)(.*)$/, 'ó$1es'],
  [/u(?=[^aeiouáéíóú]+[aei]n$)(.*)$/, 'ú$1es']
]

const singularRules: readonly EndingRule[] = [
  [/(?<=..[aeiouáéó])s$/, '-'],
  [/(?<=..[lrndj])es$/, '-'],
  [/ces$/, 'z'],
  [/(?<=..)ones$/, 'ón']
]

const genderRules: readonly EndingRule[] = [
  [/o$/, 'a os as'],
  [/(?<=dor)$/, 'a as'],
  [/és$/, 'esa esas'],
  [/ón$/, 'ona onas'],
  [/án$/, 'ana anas'],
  [/ín$/, 'ina inas']
]
