import {
  changed,
  lazy,
  rowsByWord,
  wordSet,
  type EndingRule,
  type WordForms
} from '../word-forms.js'
import { frenchVerbForms } from './french-verbs.js'
import * as words from './french-words.js'

export function frenchForms(word: string): WordForms {
  const { notAfter, irregular, unchanged } = tables()
  const known = irregular.get(word) ?? []
  if (unchanged.has(word)) return { forms: new Set([word, ...known]) }
  const adjectives = [word, ...known, ...feminines(word)]
  return {
    forms: new Set([...adjectives, ...adjectives.flatMap(plurals)]),
    verbal: { forms: verbFormsOf(word), notAfter }
  }
}

function verbFormsOf(word: string): ReadonlySet<string> {
  const { functionWords } = tables()
  return new Set(frenchVerbForms(word).filter(form => !functionWords.has(form)))
}

const tables = lazy(() => ({
  functionWords: wordSet(words.functionWords),
  notAfter: wordSet(words.beforeNouns),
  irregular: rowsByWord(words.irregularForms),
  unchanged: wordSet(words.uninflected),
  adjectives: wordSet(words.shortAdjectives)
}))

function plurals(word: string): readonly string[] {
  if (word.length < 3) return []
  return [...changed(word, pluralRules), ...(word.length > 4 ? changed(word, singularRules) : [])]
}

const pluralRules: readonly EndingRule[] = [
  [/(?<=[^sxz])$/, 's'],
  [/(?<=eau|eu|ou)$/, 'x'],
  [/al$/, 'aux'],
  [/(?<=vitr|trav|cor|ém|soupir|bail)ail$/, 'aux']
]

const singularRules: readonly EndingRule[] = [
  [/(?<=[^sxz])s$/, '-'],
  [/(?<=eau|eu)x$/, '-'],
  [/(?<=[hnrt])aux$/, 'al']
]

/** The feminine of an adjective. Short words are often nouns, of which the feminine is another word: port, porte. */
function feminines(word: string): readonly string[] {
  if (word.length < 6 && !tables().adjectives.has(word) && !/(?:é|eux|if)$/.test(word)) return []
  const plain = tables().adjectives.has(word) && !word.endsWith('e') ? [`${word}e`] : []
  return [...plain, ...changed(word, feminineRules)]
}

const feminineRules: readonly EndingRule[] = [
  [/er$/, 'ère'],
  [/eux$/, 'euse'],
  [/(?<=érieur)$/, 'e'],
  [/if$/, 'ive'],
  [/(?<=el)$/, 'le'],
  [/(?<=e)n$/, 'nne'],
  [/et$/, 'ète ette'],
  [/(?<=[ao]is)$/, 'e'],
  [/c$/, 'que che'],
  [/(?<=é|[aiou]t|ent|ant|ert|aint|ist|ord|and|ond|aid|oid|ain|éen|un|al|u|i|ur|it|is|us|os)$/, 'e']
]
