import { englishWordForms } from './english/english-participles.js'
import { endingTables, type EndingTable } from './ending-tables.js'
import { dutchForms } from './germanic/dutch.js'
import { germanForms } from './germanic/german.js'
import { frenchForms } from './romance/french.js'
import { italianForms } from './romance/italian.js'
import { portugueseForms } from './romance/portuguese.js'
import { spanishForms } from './romance/spanish.js'
import { hindiForms } from './others/hindi.js'
import { koreanForms } from './others/korean.js'
import { persianForms } from './others/persian.js'
import { arabicForms, hebrewForms } from './others/semitic.js'
import { turkishForms } from './others/turkish.js'
import { polishForms } from './slavic/polish.js'
import { russianForms } from './slavic/russian.js'
import { rowsByWord, wordSet, type Inflect, type WordForms } from '../../words/word-forms.js'

/**
 * The forms of a word in a language. A form that might be another word is left out: a missed form
 * costs a repair, a false match is a defect.
 *
 * @param word folded, without digits; a word with digits is a name, which has one form
 */
export function formsOf(word: string, language: string, isCapitalised: boolean): WordForms {
  if (!lettersOnly.test(word)) return { forms: new Set([word]) }
  const primary = synonyms[language] ?? language
  const inflect = inflections[primary]
  if (inflect !== undefined) return inflect(word, isCapitalised)
  const table = tableOf(primary)
  if (table === undefined) return { forms: new Set([word]), moreLetters: word.length >= 5 ? 2 : 0 }
  const forms = [...inflected(word, table), ...(table.irregular.get(word) ?? [])]
  return { forms: new Set([...forms, ...prefixed(word, table, forms)]) }
}

const inflections: Readonly<Record<string, Inflect>> = {
  ar: arabicForms,
  de: germanForms,
  es: spanishForms,
  fa: persianForms,
  fr: frenchForms,
  he: hebrewForms,
  hi: hindiForms,
  it: italianForms,
  pl: polishForms,
  pt: portugueseForms,
  ru: russianForms,
  tr: turkishForms,
  en: englishWordForms,
  ko: koreanForms,
  nl: dutchForms
}

interface ReadyTable extends Omit<EndingTable, 'irregular' | 'unchanged'> {
  readonly irregular: ReadonlyMap<string, readonly string[]>
  readonly unchanged: ReadonlySet<string>
}

const lettersOnly = /^[\p{L}\p{M}'-]+$/u

/** Other tags of languages that have a table. */
const synonyms: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', iw: 'he', in: 'id' }

/** Prepared when a language is first used. */
const tables = new Map<string, ReadyTable>()

function tableOf(language: string): ReadyTable | undefined {
  const known = tables.get(language)
  const table = endingTables[language]
  if (known !== undefined || table === undefined) return known
  const { irregular = '', unchanged = '', ...rules } = table
  const ready = { ...rules, irregular: rowsByWord(irregular), unchanged: wordSet(unchanged) }
  tables.set(language, ready)
  return ready
}

function inflected(word: string, table: ReadyTable): readonly string[] {
  if (table.unchanged.has(word)) return [word]
  const isShort = word.length < (table.minLetters ?? 4)
  const rules = (isShort ? table.shortRules : table.rules) ?? []
  const changed = rules.flatMap(([ending, replacements]) =>
    ending.test(word) ? replacements.split(' ').map(other => word.replace(ending, other)) : []
  )
  return [word, ...changed]
}

function prefixed(word: string, table: ReadyTable, forms: readonly string[]): readonly string[] {
  if (table.prefixes === undefined || word.length < (table.minLetters ?? 4)) return []
  return table.prefixes.split(' ').flatMap(prefix => forms.map(form => prefix + form))
}
