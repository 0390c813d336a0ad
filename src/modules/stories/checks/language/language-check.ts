import { languageOf } from '#modules/stories/domain/word-segmenter.js'
import type { LanguageCheck, LanguageVerdict } from '#modules/stories/domain/story-checks.js'
import { countFunctionWords } from './function-words.js'
import { checkScript } from './script-check.js'
import { candidatesOf, isIdentifiable } from './trigrams.js'

/** Languages so close that a text in one may be taken for another. */
const close: readonly ReadonlySet<string>[] = [
  ['nb', 'nn', 'no', 'da'],
  ['hr', 'sr', 'bs', 'sh', 'cnr', 'sl', 'mk'],
  ['id', 'ms', 'jv', 'su', 'min'],
  ['pt', 'gl'],
  ['es', 'ast', 'an', 'ext'],
  ['cs', 'sk'],
  ['bg', 'mk'],
  ['ru', 'be'],
  ['uk', 'be', 'rue'],
  ['nl', 'af', 'fy', 'vls', 'li'],
  ['de', 'lb', 'gsw', 'nds', 'bar', 'als'],
  ['hi', 'mr', 'ne', 'bho', 'mai', 'mag', 'awa', 'sa'],
  ['fa', 'fa-AF', 'prs', 'tg'],
  ['ar', 'arz', 'apc', 'ary'],
  ['az', 'tr', 'tk'],
  ['it', 'co', 'sc', 'scn', 'vec', 'lmo', 'nap', 'src'],
  ['ca', 'oc', 'va'],
  ['fil', 'tl', 'ceb', 'war'],
  ['kk', 'ky', 'tt'],
  ['en', 'sco'],
  ['lv', 'ltg'],
  ['et', 'vro'],
  ['zu', 'xh', 'ss', 'nd']
].map(group => new Set(group))

function isClose(one: string, other: string): boolean {
  return one === other || close.some(group => group.has(one) && group.has(other))
}

/** A text with a smaller share of the function words of its language, or a smaller lead, is examined. */
const enoughShare = 0.05
const enoughLead = 0.005
/** A few words need a larger lead; still fewer say nothing. */
const enoughLeadOfFew = 0.15
const fewWords = 12
const minWords = 6
/** No language but its own has so large a share. */
const largeShare = 0.3
/** A nearer language is only slightly nearer where the text is in the language asked for. */
const sureDistance = 0.985
/** Trigrams of shorter texts are accidents. UTF-16 code units. */
const minForTrigrams = 120

interface Identified {
  readonly verdict: LanguageVerdict
  /** The language found in its place. */
  readonly found?: string | undefined
}

/**
 * Whether a text is in a language, with a margin: doubt is not a fault, and close languages are not
 * distinguished.
 *
 * @param tag a BCP 47 tag
 */
export function identifyLanguage(text: string, tag: string): Identified {
  const language = canonical(tag)
  const script = checkScript(text, tag)
  if (script === 'sufficient') return { verdict: 'as_asked' }
  if (script === 'unsure') return { verdict: 'unsure' }
  if (script === 'other') return { verdict: 'other', found: nearestTo(text) }
  return byWords(text, language) ?? byTrigrams(text, language)
}

/** Letters that only a language and its close ones have. Turkish shares short words with Danish and Galician. */
const ownLetters: Readonly<Record<string, RegExp>> = { tr: /[ğı]/gu }
/** Fewer may be those of names. */
const enoughLetters = 5

/** The result of the function words; undefined where they do not decide. */
function byWords(text: string, language: string): Identified | undefined {
  const { words, shares } = countFunctionWords(text)
  if (words < minWords) return { verdict: 'unsure' }
  const own = shares.get(language)
  let [found, most] = ['', 0]
  for (const [other, share] of shares) {
    if (share > most && !isClose(language, other)) [found, most] = [other, share]
  }
  const pattern = ownLetters[language]
  const letters = pattern === undefined ? 0 : (text.match(pattern)?.length ?? 0)
  if ((own ?? 0) >= enoughShare && letters >= enoughLetters) return { verdict: 'as_asked' }
  const lead = (own ?? 0) - most
  if ((own ?? 0) >= enoughShare && lead >= (words < fewWords ? enoughLeadOfFew : enoughLead)) {
    return { verdict: 'as_asked' }
  }
  if (words < fewWords) return { verdict: 'unsure' }
  return most >= largeShare && lead <= -largeShare / 2 ? { verdict: 'other', found } : undefined
}

function byTrigrams(text: string, language: string): Identified {
  if (text.length < minForTrigrams || !isIdentifiable(language)) return { verdict: 'unsure' }
  const candidates = candidatesOf(text)
  const nearest = candidates[0]?.language ?? 'und'
  if (nearest === 'und') return { verdict: 'unsure' }
  if (isClose(nearest, language)) return { verdict: 'as_asked' }
  const own = candidates.find(candidate => candidate.language === language)
  if ((own?.nearness ?? 0) >= sureDistance) return { verdict: 'unsure' }
  return { verdict: 'other', found: nearest }
}

function nearestTo(text: string): string | undefined {
  const nearest = candidatesOf(text)[0]?.language
  return nearest === 'und' ? undefined : nearest
}

/** The macrolanguage Norwegian is written as Bokmål in most texts. */
function canonical(tag: string): string {
  const language = languageOf(tag)
  return language === 'no' ? 'nb' : language
}

/** The content is examined at its beginning, its middle and its end. UTF-16 code units. */
const sampleLength = 320
const samples = 3

/** The samples of a text: all of it if it is short. */
function samplesOf(text: string): readonly string[] {
  if (text.length <= samples * sampleLength) return [text]
  const step = (text.length - sampleLength) / (samples - 1)
  return Array.from({ length: samples }, (_, index) => {
    const start = Math.round(index * step)
    return text.slice(start, start + sampleLength)
  })
}

interface Texts {
  readonly title: string
  readonly content: string
  readonly summary: string
  readonly tags: readonly string[]
}

/** Whether a story, its title, its summary and its tags are in the language asked for. */
export function checkLanguage(texts: Texts, language: string): LanguageCheck {
  const parts = samplesOf(texts.content).map(sample => identifyLanguage(sample, language))
  const content = parts.find(({ verdict }) => verdict === 'other') ?? parts[0]
  const summary = identifyLanguage(texts.summary, language).verdict
  const title = scriptOf(texts.title, language)
  const tags = scriptOf(texts.tags.join(' '), language)
  const verdicts = { content: content?.verdict ?? 'unsure', summary, title, tags }
  return {
    asked: language,
    ...(content?.found !== undefined && { found: content.found }),
    ...verdicts,
    passed: Object.values(verdicts).every(verdict => verdict !== 'other')
  }
}

/** Names and borrowed words make short texts look like another language, so only the script counts. */
function scriptOf(text: string, language: string): LanguageVerdict {
  const verdict = checkScript(text, language)
  if (verdict === 'sufficient') return 'as_asked'
  return verdict === 'possible' ? 'unsure' : verdict
}
