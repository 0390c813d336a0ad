import { joined } from '#modules/stories/checks/words/word-forms.js'
import { comparedForms } from './english-adjectives.js'
import { otherSpellings } from './english-spellings.js'
import {
  irregularNouns,
  irregularVerbs,
  nounsInS,
  otherThanPast,
  settledWords,
  takesOnlyS
} from './english-words.js'

/**
 * The forms of an English word: those of every base that it may be a form of. "foxes" gives fox,
 * foxes, foxed, foxing. A form that does not exist does no harm, but a form must not be another
 * word. Therefore forms are built from bases, and endings are never cut off.
 *
 * @param word folded
 */
export function englishForms(word: string): ReadonlySet<string> {
  return new Set([word, ...basesOf(word).flatMap(base => inflect(base))])
}

/** The forms of a word, its comparatives and their other spellings. */
export function allEnglishForms(word: string): ReadonlySet<string> {
  const spellings = [word, ...otherSpellings(word)]
  const forms = spellings.flatMap(each => joined([...englishForms(each)], comparedForms(each)))
  return new Set([...forms, ...forms.flatMap(otherSpellings)])
}

const nounForms = byBase(irregularNouns)
const verbForms = byBase(irregularVerbs)
const nounBases = basesByForm(irregularNouns)
const verbBases = basesByForm(irregularVerbs)
const settled = byBase(settledWords)

function basesOf(word: string): readonly string[] {
  if (otherThanPast.has(word) || nounsInS.has(word)) return [word]
  const known = settled.get(word) ?? nounBases.get(word)
  if (known !== undefined) return known
  const regular = candidates(word).filter(base => !isPast(base) && inflect(base).includes(word))
  return [...(verbBases.get(word) ?? [word]), ...regular]
}

/**
 * An irregular past is not a base: "ranging" is no form of "rang". But "saw" and "lay" are bases.
 */
function isPast(word: string): boolean {
  return verbBases.has(word) && !otherThanPast.has(word)
}

/** The possible bases of a word. A base is accepted if its inflection gives the word. */
function candidates(word: string): readonly string[] {
  return endings.flatMap(([ending, ...bases]) =>
    ending.test(word) ? bases.map(base => word.replace(ending, base)) : []
  )
}

const endings: readonly (readonly [RegExp, ...string[]])[] = [
  [/s$/, ''],
  [/es$/, ''],
  [/ies$/, 'y'],
  [/zzes$/, 'z'],
  [/men$/, 'man'],
  [/ed$/, '', 'e'],
  [/ied$/, 'y'],
  [/cked$/, 'c'],
  [/(.)\1ed$/, '$1'],
  [/ing$/, '', 'e'],
  [/ying$/, 'ie'],
  [/cking$/, 'c'],
  [/(.)\1ing$/, '$1']
]

function inflect(base: string): readonly string[] {
  const forms = nounForms.get(base) ?? [base, ...plurals(base), ...verbFormsOf(base)]
  return forms.filter(form => settled.get(form)?.includes(base) ?? true)
}

function verbFormsOf(base: string): readonly string[] {
  const stems = verbStems(base)
  const gerunds = stems.map(({ ing }) => ing)
  return [...gerunds, ...(verbForms.get(base)?.slice(1) ?? stems.map(({ ed }) => ed))]
}

function plurals(base: string): readonly string[] {
  if (base.length < 3) return []
  if (/[^s]s$/.test(base)) return takesVerbOrPluralEnding(base) ? [`${base}es`] : []
  if (/[^aeiou]y$/.test(base)) return [`${base.slice(0, -1)}ies`]
  if (/[aeiou]z$/.test(base)) return [`${base}zes`]
  if (/(?:s|x|z|sh)$/.test(base)) return [`${base}es`]
  if (/..man$/.test(base)) return [`${base.slice(0, -2)}en`, `${base}s`]
  // Both endings exist: stomachs and churches, pianos and potatoes.
  return /(?:ch|[^aeiou]o)$/.test(base) ? [`${base}s`, `${base}es`] : [`${base}s`]
}

interface VerbStem {
  readonly ing: string
  readonly ed: string
}

function verbStems(base: string): readonly VerbStem[] {
  if (base.length < 3 || takesOnlyS.has(base) || !takesVerbOrPluralEnding(base)) return []
  // "str" is not the base of "string".
  if (syllables(base) === 0) return []
  if (base.endsWith('e')) return stemsInE(base)
  if (/[^aeiou]y$/.test(base)) return [{ ing: `${base}ing`, ed: `${base.slice(0, -1)}ied` }]
  if (/[^aeiou]ic$/.test(base) && syllables(base) > 1) return [plain(`${base}k`)]
  if (!closedByConsonant.test(base.replace('qu', 'qw'))) return [plain(base)]
  const doubled = plain(base + base.slice(-1))
  // The consonant doubles in planned, not in visited; travelled and traveled both exist.
  return syllables(base) === 1 ? [doubled] : [plain(base), doubled]
}

/** One vowel before the last consonant, which doubles if the syllable is stressed. */
const closedByConsonant = /[^aeiou][aeiouy][bdfgklmnprtvz]$|^[aeiou][bdfgklmnprtvz]$/

function stemsInE(base: string): readonly VerbStem[] {
  if (base.endsWith('ie')) return [{ ing: `${base.slice(0, -2)}ying`, ed: `${base}d` }]
  const ing = /[eoy]e$/.test(base) ? `${base}ing` : `${base.slice(0, -1)}ing`
  // Seed and weed are no forms of see and wee.
  return [{ ing, ed: /^.ee$/.test(base) ? ing : `${base}d` }]
}

function plain(stem: string): VerbStem {
  return { ing: `${stem}ing`, ed: `${stem}ed` }
}

/** Most words with a single s are plurals: laps and pleas are no forms of lapse and please. */
function takesVerbOrPluralEnding(base: string): boolean {
  return !/[^s]s$/.test(base) || /[^aeiou]us$/.test(base) || nounsInS.has(base)
}

function syllables(word: string): number {
  return word.replace('qu', 'qw').match(/[^bcdfghjklmnpqrstvwxz]+/g)?.length ?? 0
}

function byBase(rows: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  return new Map(rows.map(row => [row[0] ?? '', row]))
}

function basesByForm(rows: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    rows.flatMap(([base = '', ...forms]) => forms.map(form => [form, [base]] as const))
  )
}
