import { lazy, wordSet, type WordForms } from '#modules/stories/checks/words/word-forms.js'
import { allEnglishForms } from './english-inflection.js'

/**
 * The forms of a word, with care for participles that are words of their own: "a painting" is no form of
 * "paint", and who asks for "interested" does not ask for "interests".
 */
export function englishWordForms(word: string): WordForms {
  const { nouns, adjectives, determiners } = tables()
  if (adjectives.has(word)) return { forms: new Set([word]) }
  if (nouns.has(word)) return { forms: new Set([word, `${word}s`]) }
  if (nouns.has(word.replace(/s$/, ''))) return { forms: new Set([word, word.slice(0, -1)]) }
  const forms = new Set(allEnglishForms(word))
  const nominal = [...forms].filter(form => form !== word && nouns.has(form))
  for (const form of forms) {
    if (form !== word && (nouns.has(form) || adjectives.has(form))) forms.delete(form)
  }
  if (nominal.length === 0) return { forms }
  return { forms, verbal: { forms: new Set(nominal), notAfter: determiners } }
}

const tables = lazy(() => ({
  nouns: wordSet(nounsInIng),
  adjectives: wordSet(adjectivesLikeParticiples),
  determiners: wordSet(
    'a an the my your his her its our their this that these those some any no each every another of'
  )
}))

/** Nouns, mostly of a thing or an event; as forms of verbs they follow no article. */
const nounsInIng = `
  accounting awakening backing banking bearing beating beginning being belonging blessing booking briefing
  calling carving casting ceiling clearing coating coming covering craving crossing cutting dealing drawing dressing
  dwelling earning engineering feeling filing filling finding fitting footing gathering gardening greeting hearing heading
  helping holding housing imaging killing landing leaning learning lettering lighting listing living loading lodging longing
  making marketing marking meaning meeting offering opening outing packaging packing painting parking passing paving
  pledging posting pricing printing processing programming publishing rating reading reasoning recording recruiting
  reckoning roofing rowing saving saying screening seating serving setting sharing shipping shopping showing siding sitting
  smoking spelling spending staffing standing starting stuffing surfing surrounding swelling taking teaching testing thinking
  timing tracking conditioning trading training turning undertaking understanding upbringing uprising warning wedding wiring wording
  working writing yearning birding browsing boxing copying fighting loving missing searching walking travelling traveling`

/** Adjectives with the form of a participle of a more frequent word. */
const adjectivesLikeParticiples = `
  interested interesting concerned concerning experienced talented skilled gifted aged determined involved enlightened
  specialized specialised limited minded priced excited exciting boring tired tiring amazing amazed charming pleasing
  surprising surprised striking outstanding promising willing welcoming satisfying satisfied regarding according wasted
  sophisticated dedicated devoted beloved learned gifted spirited hearted winged horned bearded armored armoured haunted
  enchanting enchanted thrilling lasting cunning dashing daring
  stunning shocking frightening frightened terrifying terrified confusing confused worried annoying annoyed exhausted
  relaxed relaxing fascinating fascinated embarrassing embarrassed disappointed disappointing detailed unlimited updated
  advanced accomplished celebrated civilized civilised complicated crowded educated elevated fertilized`
