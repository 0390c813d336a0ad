import { readdirSync, readFileSync } from 'node:fs'
import { families, parseGrammar, type Family, type Grammar } from './grammar.ts'

/** One file for each language, named by its primary subtag. */
const folder = new URL('../grammars/', import.meta.url)

const grammars: ReadonlyMap<string, Grammar> = new Map(
  readdirSync(folder).map(file => [file.replace('.json', ''), load(file)])
)

/** By primary subtag. A language without a grammar is written in English. */
export function grammarOf(language: string): Grammar {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? ''
  const grammar = grammars.get(primary) ?? grammars.get('en')
  if (grammar === undefined) throw new Error('grammars/en.json is missing')
  return grammar
}

/** Genres are free text in any language, so a family is found by parts of words. */
export function familyOf(genre: string, audience: string): Family {
  const folded = genre.toLowerCase()
  const family =
    families.find(name =>
      [...grammars.values()].some(({ genres }) => genres[name]?.some(part => folded.includes(part)))
    ) ?? 'generic'
  // Children who ask for horror get a mystery.
  return family === 'horror' && audience === 'children' ? 'mystery' : family
}

/** @throws TypeError that names the file and the field */
function load(file: string): Grammar {
  try {
    return parseGrammar(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`${file}: ${reason}`, { cause })
  }
}
