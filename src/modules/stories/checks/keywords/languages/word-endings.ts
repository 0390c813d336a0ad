import { endingTables, type EndingTable } from './ending-tables.js'
import { englishForms } from './english-inflection.js'

/** The forms in which a keyword counts as used. */
export interface WordForms {
  readonly forms: ReadonlySet<string>
  /** For a language without a table: the maximum length of an ending, in letters. */
  readonly moreLetters: number
}

/**
 * The forms of a word in a language. A form that might be another word is left out: a missed form
 * costs a repair, a false match is a defect.
 *
 * @param word folded, without digits; a word with digits is a name, which has one form
 */
export function formsOf(word: string, language: string): WordForms {
  if (!lettersOnly.test(word)) return only(word)
  if (language === 'en') return { forms: englishForms(word), moreLetters: 0 }
  const table = tables.get(synonyms[language] ?? language)
  if (table === undefined) return { forms: new Set([word]), moreLetters: word.length >= 5 ? 2 : 0 }
  const forms = [...inflect(word, table), ...(table.irregular.get(word) ?? [])]
  return { forms: new Set([...forms, ...prefixed(word, table, forms)]), moreLetters: 0 }
}

interface ReadyTable extends Omit<EndingTable, 'irregular' | 'unchanged'> {
  readonly irregular: ReadonlyMap<string, readonly string[]>
  readonly unchanged: ReadonlySet<string>
}

const lettersOnly = /^[\p{L}\p{M}]+$/u

/** Other tags of languages that have a table. */
const synonyms: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', iw: 'he', in: 'id' }

const tables: ReadonlyMap<string, ReadyTable> = new Map(
  Object.entries(endingTables).map(([language, table]) => [language, ready(table)])
)

function only(word: string): WordForms {
  return { forms: new Set([word]), moreLetters: 0 }
}

function inflect(word: string, table: ReadyTable): readonly string[] {
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

function ready({ irregular = '', unchanged = '', ...table }: EndingTable): ReadyTable {
  const rows = irregular.split('|').map(row => row.trim().split(/\s+/))
  return {
    ...table,
    irregular: new Map(rows.flatMap(row => row.map(form => [form, row] as const))),
    unchanged: new Set(unchanged.split(/\s+/))
  }
}
