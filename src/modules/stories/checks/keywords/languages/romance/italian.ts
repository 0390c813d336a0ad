import {
  changed,
  lazy,
  rowsByWord,
  wordSet,
  type EndingRule,
  type WordForms
} from '../word-forms.js'
import { italianVerbForms } from './italian-verbs.js'
import * as words from './italian-words.js'

export function italianForms(word: string): WordForms {
  const { notAfter, irregular, unchanged, adjectives, nouns } = tables()
  const known = irregular.get(word) ?? []
  if (unchanged.has(word)) return { forms: new Set([word, ...known]) }
  const isAdjective = adjectives.has(word) || (adjectiveEnding.test(word) && !nouns.has(word))
  const forms = [
    word,
    ...known,
    ...changed(word, pluralRules),
    ...(isAdjective ? changed(word, genderRules) : []),
    ...(/[^aeiouh]o$/.test(word) && word.length > 5 ? changed(word, superlativeRules) : [])
  ]
  return { forms: new Set(forms), verbal: { forms: verbFormsOf(word), notAfter } }
}

function verbFormsOf(word: string): ReadonlySet<string> {
  const { functionWords } = tables()
  return new Set(italianVerbForms(word).filter(form => !functionWords.has(form)))
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
  /(?:os|ic|iv|at|it|ut|ari|ori|an|in|issim|ent|es|ist|ians|ol|id|iac|est|orn|eo|ian|uos|ibil)o$|eo$|(?:tore|sore)$/

const pluralRules: readonly EndingRule[] = [
  [/(?<=[^cgi])o$/, 'i'],
  [/(?<=[^cgi])a$/, 'e'],
  [/(?<=[^i])e$/, 'i'],
  [/io$/, 'i'],
  [/([cg])o$/, '$1hi $1i'],
  [/([cg])a$/, '$1he $1hi'],
  [/([cg])hi$/, '$1o'],
  [/([cg])he$/, '$1a'],
  [/([cg])ia$/, '$1ie $1e'],
  [/(?<=[^cg]i)a$/, 'e'],
  [/(?<=ist|et|am|ot|it)a$/, 'i'],
  [/i$/, 'o e']
]

const genderRules: readonly EndingRule[] = [
  [/(?<=[^cg])o$/, 'a e'],
  [/([cg])o$/, '$1a $1he'],
  [/tore$/, 'trice trici'],
  [/(?<=[^cg])o$/, 'issimo issima issimi issime']
]

const superlativeRules: readonly EndingRule[] = [[/o$/, 'issimo issima issimi issime']]
