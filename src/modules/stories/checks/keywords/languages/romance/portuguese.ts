import {
  changed,
  lazy,
  rowsByWord,
  wordSet,
  type EndingRule,
  type WordForms
} from '../word-forms.js'
import { portugueseVerbForms } from './portuguese-verbs.js'
import * as words from './portuguese-words.js'

export function portugueseForms(word: string): WordForms {
  const { notAfter, irregular, unchanged, adjectives, nouns } = tables()
  const known = irregular.get(word) ?? []
  if (unchanged.has(word)) return { forms: new Set([word, ...known]) }
  const masculine = word.replace(/(?<=..o)s$/, '')
  const isAdjective =
    adjectives.has(masculine) || (adjectiveEnding.test(masculine) && !nouns.has(masculine))
  const forms = [
    word,
    ...known,
    ...changed(word, pluralRules),
    ...(word.length > 4 ? changed(word, singularRules) : []),
    ...(isAdjective ? changed(masculine, genderRules) : [])
  ]
  return { forms: new Set(forms), verbal: { forms: verbFormsOf(word), notAfter } }
}

function verbFormsOf(word: string): ReadonlySet<string> {
  const { functionWords } = tables()
  return new Set(portugueseVerbForms(word).filter(form => !functionWords.has(form)))
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
  /(?:os|[íi]c|iv|ad|id|ári|óri|ísim|íssim|und|ian|ent|ein|an|in|érri|ut|áne|íne|eb|gu)o$|(?:dor|tor|sor)$|(?:ês|eu)$/

const pluralRules: readonly EndingRule[] = [
  [/(?<=[aeiouãáéêóôí])$/, 's'],
  [/(?<=[rzsn])$/, 'es'],
  [/ês$/, 'eses'],
  [/ão$/, 'ões ães ãos'],
  [/m$/, 'ns'],
  [/(?<=.)al$/, 'ais'],
  [/el$/, 'éis eis'],
  [/ol$/, 'óis'],
  [/ul$/, 'uis'],
  [/il$/, 'is eis']
]

const singularRules: readonly EndingRule[] = [
  [/(?<=...[aeiou])s$/, '-'],
  [/(?<=..[rz])es$/, '-'],
  [/ões$/, 'ão'],
  [/(?<=..)ns$/, 'm']
]

const genderRules: readonly EndingRule[] = [
  [/o$/, 'a os as'],
  [/(?<=dor|tor|sor)$/, 'a as'],
  [/ês$/, 'esa esas'],
  [/eu$/, 'eia eias']
]
