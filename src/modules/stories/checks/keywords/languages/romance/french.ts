import {
  changed,
  lazy,
  wordSet,
  type EndingRule
} from '#modules/stories/checks/words/word-forms.js'
import { frenchVerbForms } from './french-verbs.js'
import * as words from './french-words.js'
import { romanceInflection } from './romance-forms.js'

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

const shortAdjectives = lazy(() => wordSet(words.shortAdjectives))

const nounsWithVerb = lazy(() => wordSet(words.nounsWithVerb))

/** The feminine of an adjective. Short words are often nouns, of which the feminine is another word: port, porte. */
function feminines(word: string): readonly string[] {
  if (nounsWithVerb().has(word)) return []
  if (word.length < 6 && !shortAdjectives().has(word) && !/(?:é|eux|if)$/.test(word)) return []
  const plain = shortAdjectives().has(word) && !word.endsWith('e') ? [`${word}e`] : []
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

export const frenchForms = romanceInflection({
  words,
  verbal: frenchVerbForms,
  nominal: (word, known) => {
    const singular = [word, ...known, ...feminines(word)]
    return [...singular, ...singular.flatMap(plurals)]
  }
})
