import { createRequire } from 'node:module'
import type * as Franc from 'franc'

const require = createRequire(import.meta.url)
let franc: typeof Franc | undefined

/** More text does not change the result. UTF-16 code units. */
const maxText = 700

/** A language and how near it is to the text: 1 for the nearest one. */
export interface Candidate {
  readonly language: string
  readonly nearness: number
}

/**
 * The languages that a text may be in, by its trigrams, the most probable first. Its tables are loaded
 * with the first text that needs them: most texts are identified by their function words.
 */
export function candidatesOf(text: string): readonly Candidate[] {
  franc ??= require('franc') as typeof Franc
  return franc
    .francAll(text.slice(0, maxText), { only: languages })
    .map(([code, nearness]) => ({ language: tags.get(code) ?? code, nearness }))
}

/** ISO 639-3. Only languages with many readers: rare ones near to them would only take votes. */
const languages = (
  'spa eng por ind fra deu vie ita tur pol swh ron hrv nld srp hun azj ces zul swe som fin slk dan nob nno ' +
  'cat glg lit slv zlm lvs ekk afr als epo tgl jav sun hau ' +
  'rus ukr bel bul kaz mkd tat tgk kir khk arb urd pes ckb pbu hin mar npi bho heb ydd ' +
  'ben cmn ell jpn kor tha tam tel kan mal guj pan kat hye sin khm lao mya amh'
).split(' ')

/** The BCP 47 tags of the codes. */
const tags: ReadonlyMap<string, string> = new Map(
  languages.map(code => [code, code === 'zlm' ? 'ms' : (Intl.getCanonicalLocales(code)[0] ?? code)])
)
const known: ReadonlySet<string> = new Set(tags.values())

/** Whether a language has trigrams, so that a text in it can be identified. */
export function isIdentifiable(language: string): boolean {
  return known.has(language)
}
