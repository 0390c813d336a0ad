import { changed, type EndingRule } from '#modules/stories/checks/words/word-forms.js'
import { italianVerbForms } from './italian-verbs.js'
import * as words from './italian-words.js'
import { adjectiveTest, romanceInflection } from './romance-forms.js'

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

const isAdjective = adjectiveTest(words, adjectiveEnding)

export const italianForms = romanceInflection({
  words,
  verbal: italianVerbForms,
  nominal: word => [
    ...changed(word, pluralRules),
    ...(isAdjective(word) ? changed(word, genderRules) : []),
    ...(/[^aeiouh]o$/.test(word) && word.length > 5 ? changed(word, superlativeRules) : [])
  ]
})
