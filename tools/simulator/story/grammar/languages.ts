import { english } from './english.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { japanese } from './japanese.ts'
import { spanish } from './spanish.ts'
import type { Tongue } from './tongue.ts'

const tongues: Readonly<Record<string, Tongue>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  ja: japanese
}

/** By primary subtag; whatever is not spoken here is told in English. */
export function tongueOf(language: string): Tongue {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? ''
  return Object.hasOwn(tongues, primary) ? (tongues[primary] as Tongue) : english
}
