import { asStrings, isObject, type JsonObject } from '../api/json.ts'
import { tones, type Tone } from './order.ts'

export const beats = ['opening', 'want', 'trouble', 'turn', 'climax', 'ending'] as const
export type Beat = (typeof beats)[number]

/** In the order in which a genre is looked up: the first match wins. */
export const families = [
  'fairy-tale',
  'science-fiction',
  'horror',
  'mystery',
  'fantasy',
  'romance',
  'adventure',
  'historical',
  'generic'
] as const
export type Family = (typeof families)[number]

/** Ordered sentences. A passage may be cut after any of them. */
export type Passage = readonly string[]

/** Words for the slots of a sentence. `{place}` takes one; `{Place}` takes it with a capital. */
export type Pools = Readonly<Record<string, readonly string[]>>

/** A character with the forms that the language needs, such as pronouns in English. */
export type Figure = Readonly<Record<string, string>> & { readonly name: string }

/** What one file of `grammars/` holds: all that is needed to write stories in one language. */
export interface Grammar {
  /** Parts of words that mark a genre as one of a family. They are searched in every file. */
  readonly genres: Readonly<Record<string, readonly string[]>>
  /** Between two sentences: a space, or nothing in Japanese. */
  readonly gap: string
  readonly listComma: string
  readonly listAnd: string
  /** Keywords that may follow the article of `keywordAsNoun`; without it, none may. */
  readonly plainNoun: RegExp | undefined
  readonly figures: readonly Figure[]
  readonly pools: Pools
  /** Pools that replace those of `pools`, by family and by tone. */
  readonly poolsOfGenre: Readonly<Record<string, Pools>>
  readonly poolsOfTone: Readonly<Record<string, Pools>>
  readonly titles: readonly string[]
  readonly summaries: readonly string[]
  readonly plot: Readonly<Record<Beat, readonly Passage[]>>
  readonly scenes: readonly Passage[]
  readonly asides: Readonly<Record<Tone, readonly string[]>>
  /** One to six words each, to meet a narrow range of words exactly. */
  readonly shorts: readonly string[]
  /** Sentences with a keyword: after an article, standing alone, several at once. */
  readonly keywordAsNoun: readonly string[]
  readonly keywordAsPhrase: readonly string[]
  readonly keywordsAsList: readonly string[]
}

/** @throws TypeError that names the field: a misspelt slot would appear in a story */
export function parseGrammar(input: unknown): Grammar {
  if (!isObject(input)) throw new TypeError('a grammar is a JSON object')
  const grammar: Grammar = {
    genres: recordOf(input, 'genres', families, strings),
    gap: text(input, 'gap'),
    listComma: text(input, 'listComma'),
    listAnd: text(input, 'listAnd'),
    plainNoun: 'plainNoun' in input ? new RegExp(text(input, 'plainNoun'), 'u') : undefined,
    figures: objectsOf(input['figures'], 'figures').flatMap(figuresOf),
    pools: poolsOf(input['pools'], 'pools'),
    poolsOfGenre: recordOf(input, 'poolsOfGenre', families, poolsOf),
    poolsOfTone: recordOf(input, 'poolsOfTone', tones, poolsOf),
    titles: strings(input['titles'], 'titles'),
    summaries: strings(input['summaries'], 'summaries'),
    plot: fullRecordOf(input, 'plot', beats, passages),
    scenes: passages(input['scenes'], 'scenes'),
    asides: fullRecordOf(input, 'asides', tones, strings),
    shorts: strings(input['shorts'], 'shorts'),
    keywordAsNoun: 'plainNoun' in input ? strings(input['keywordAsNoun'], 'keywordAsNoun') : [],
    keywordAsPhrase: strings(input['keywordAsPhrase'], 'keywordAsPhrase'),
    keywordsAsList: strings(input['keywordsAsList'], 'keywordsAsList')
  }
  refuseUnknownSlots(grammar)
  return grammar
}

/** Slots whose values are chosen once for a story. */
const castSlots = ['hero', 'friend', 'home', 'goal', 'foe'] as const

function refuseUnknownSlots(grammar: Grammar): void {
  const { plot, scenes, asides, titles, summaries, shorts } = grammar
  const { keywordAsNoun, keywordAsPhrase, keywordsAsList } = grammar
  // A slot must have a value for every tone and for all characters.
  const known = new Set([
    ...castSlots,
    ...Object.keys(grammar.pools),
    ...keysOfAll(tones.map(tone => grammar.poolsOfTone[tone] ?? {})),
    ...keysOfAll(grammar.figures)
  ])
  const missing = ['home', 'goal', 'foe'].find(name => !(name in grammar.pools))
  if (missing !== undefined) throw new TypeError(`"pools" has no "${missing}"`)
  const plain = [
    ...[...Object.values(plot), scenes].flat(2),
    ...[...Object.values(asides), titles, summaries, shorts].flat()
  ]
  const withKeyword = [keywordAsNoun, keywordAsPhrase, keywordsAsList].flat()
  for (const template of plain) refuseUnknownSlot(template, known)
  known.add('k')
  for (const template of withKeyword) {
    refuseUnknownSlot(template, known)
    if (!template.includes('{k}')) throw new TypeError(`no {k} in "${template}"`)
  }
}

function keysOfAll(objects: readonly object[]): readonly string[] {
  return Object.keys(objects[0] ?? {}).filter(key => objects.every(object => key in object))
}

function refuseUnknownSlot(template: string, known: ReadonlySet<string>): void {
  for (const [slot, name = ''] of template.matchAll(/\{(\w+?)\d?\}/g)) {
    const lower = name.charAt(0).toLowerCase() + name.slice(1)
    if (!known.has(lower)) throw new TypeError(`unknown slot ${slot} in "${template}"`)
  }
}

function text(input: JsonObject, field: string): string {
  const value = input[field]
  if (typeof value !== 'string') throw new TypeError(`"${field}" is not a string`)
  return value
}

function strings(value: unknown, field: string): readonly string[] {
  const read = asStrings(value)
  if (!Array.isArray(value) || value.length === 0 || read.length !== value.length) {
    throw new TypeError(`"${field}" is not a list of strings`)
  }
  return read
}

function objectsOf(value: unknown, field: string): readonly JsonObject[] {
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) return value
  throw new TypeError(`"${field}" is not a list of objects`)
}

function passages(value: unknown, field: string): readonly Passage[] {
  if (!Array.isArray(value) || value.length === 0) throw new TypeError(`"${field}" is not a list`)
  return value.map(passage => strings(passage, field))
}

function poolsOf(value: unknown, field: string): Pools {
  if (!isObject(value)) throw new TypeError(`"${field}" is not an object`)
  return Object.fromEntries(
    Object.entries(value).map(([name, pool]) => [name, strings(pool, `${field}.${name}`)])
  )
}

function figuresOf({ names, forms = {} }: JsonObject): readonly Figure[] {
  if (!isObject(forms)) throw new TypeError('"forms" of a figure is not an object')
  const words = Object.fromEntries(Object.keys(forms).map(form => [form, text(forms, form)]))
  return strings(names, 'figures.names').map(name => Object.assign({ name }, words))
}

/** Only names of `allowed`, none of them required. */
function recordOf<T>(
  input: JsonObject,
  field: string,
  allowed: readonly string[],
  parse: (value: unknown, field: string) => T
): Readonly<Record<string, T>> {
  const value = input[field] ?? {}
  if (!isObject(value)) throw new TypeError(`"${field}" is not an object`)
  const unknown = Object.keys(value).find(name => !allowed.includes(name))
  if (unknown !== undefined) throw new TypeError(`"${field}" has the unknown name "${unknown}"`)
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, parse(entry, `${field}.${name}`)])
  )
}

function fullRecordOf<K extends string, T>(
  input: JsonObject,
  field: string,
  required: readonly K[],
  parse: (value: unknown, field: string) => T
): Readonly<Record<K, T>> {
  const record = recordOf(input, field, required, parse)
  const missing = required.find(name => !(name in record))
  if (missing !== undefined) throw new TypeError(`"${field}" has no "${missing}"`)
  return record
}
