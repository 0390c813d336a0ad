import type { EndingRule } from '#modules/stories/checks/words/word-forms.js'
import { portugueseVerbForms } from './portuguese-verbs.js'
import * as words from './portuguese-words.js'
import { ibericNominal, romanceInflection } from './romance-forms.js'

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

export const portugueseForms = romanceInflection({
  words,
  verbal: portugueseVerbForms,
  nominal: ibericNominal(words, { adjectiveEnding, pluralRules, singularRules, genderRules })
})
