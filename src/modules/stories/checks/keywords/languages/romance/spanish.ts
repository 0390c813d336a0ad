import type { EndingRule } from '#modules/stories/checks/words/word-forms.js'
import { spanishVerbForms } from './spanish-verbs.js'
import * as words from './spanish-words.js'
import { ibericNominal, romanceInflection } from './romance-forms.js'

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

export const spanishForms = romanceInflection({
  words,
  verbal: spanishVerbForms,
  nominal: ibericNominal(words, { adjectiveEnding, pluralRules, singularRules, genderRules })
})
