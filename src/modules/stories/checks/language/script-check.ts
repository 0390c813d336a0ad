/** Further scripts of languages that are written in several. */
const otherScripts: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries('bs mn sh sr tg tk tt'.split(' ').map(tag => [tag, ['Latn', 'Cyrl']])),
  ...Object.fromEntries('az kk ky ug uz'.split(' ').map(tag => [tag, ['Latn', 'Cyrl', 'Arab']])),
  ...Object.fromEntries('ha ku'.split(' ').map(tag => [tag, ['Latn', 'Arab']])),
  ...Object.fromEntries('ks sd'.split(' ').map(tag => [tag, ['Arab', 'Deva']])),
  pa: ['Guru', 'Arab']
}

/** Scripts that only one widespread language uses. */
const ofOneLanguage: ReadonlySet<string> = new Set(
  'Armn Geor Grek Gujr Guru Jpan Kore Khmr Knda Kore Laoo Mlym Mymr Orya Sinh Taml Telu Thai'.split(
    ' '
  )
)

const letter = /\p{L}/gu
/** Texts with fewer letters say nothing. */
const minLetters = 12
/** More text does not change the result. UTF-16 code units. */
const maxText = 160
/** The share of letters in the script of the language, below which a text is in another one. */
const minShare = 0.5
/** Japanese texts have more kana than this share of their letters; Chinese ones have none. */
const minKana = 0.05

export type ScriptVerdict = 'sufficient' | 'possible' | 'other' | 'unsure'

/**
 * What the script of a text says of its language. sufficient: only this language uses it.
 *
 * @param language a BCP 47 tag
 */
export function checkScript(whole: string, language: string): ScriptVerdict {
  const text = whole.slice(0, maxText)
  const locale = localeOf(language)
  const script = locale?.script
  const own = script === undefined ? undefined : lettersOf(script)
  const letters = text.match(letter)?.length ?? 0
  if (own === undefined || letters < minLetters) return 'unsure'
  const share = (text.match(own)?.length ?? 0) / letters
  if (share < minShare) return hasOtherScript(text, locale?.language, letters) ? 'unsure' : 'other'
  return isChineseOrJapanese(script) ? ofHan(text, script, letters) : ofScript(script)
}

function hasOtherScript(text: string, language = '', letters: number): boolean {
  const patternsOfOthers = (otherScripts[language] ?? []).map(lettersOf)
  return patternsOfOthers.some(
    own => own !== undefined && (text.match(own)?.length ?? 0) / letters >= minShare
  )
}

function isChineseOrJapanese(script: string | undefined): boolean {
  return script === 'Jpan' || script === 'Hans' || script === 'Hant'
}

function ofHan(text: string, script: string | undefined, letters: number): ScriptVerdict {
  const hasKana = (text.match(kana)?.length ?? 0) / letters >= minKana
  return hasKana === (script === 'Jpan') ? 'sufficient' : 'other'
}

function ofScript(script: string | undefined): ScriptVerdict {
  return ofOneLanguage.has(script ?? '') ? 'sufficient' : 'possible'
}

const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/gu

interface Likely {
  readonly language: string
  readonly script: string | undefined
}

const locales = new Map<string, Likely>()

/** The likely script of a language, by Unicode's data. Callers choose the tag, so few are kept. */
function localeOf(tag: string): Likely | undefined {
  const known = locales.get(tag)
  if (known !== undefined) return known
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    if (locales.size >= maxLocales) locales.clear()
    locales.set(tag, { language, script })
    return { language, script }
  } catch {
    return undefined
  }
}

const maxLocales = 200

/** Scripts that consist of others. */
const composed: Readonly<Record<string, string>> = {
  Hans: '\\p{sc=Han}\\p{sc=Bopomofo}',
  Hant: '\\p{sc=Han}\\p{sc=Bopomofo}',
  Jpan: '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}',
  Kore: '\\p{sc=Hangul}'
}

const patterns = new Map<string, RegExp | undefined>()

function lettersOf(script: string): RegExp | undefined {
  if (!patterns.has(script)) patterns.set(script, patternOf(script))
  return patterns.get(script)
}

function patternOf(script: string): RegExp | undefined {
  try {
    return new RegExp(`(?=\\p{L})[${composed[script] ?? `\\p{sc=${script}}`}]`, 'gu')
  } catch {
    // A script that the runtime does not know.
    return undefined
  }
}
