import { type RuleName, injectionRules } from './injection-rules.js'
import { skeleton } from './confusables.js'
import { PhraseMatcher } from './match-phrases.js'
import { type DeobfuscatedText, deobfuscate } from './deobfuscate.js'

/** Never holds the text: it ends in logs and metrics. */
export interface InjectionFinding {
  readonly rule: RuleName
}

/**
 * The first rule that a caller's words break. They are read as one row, line by line: it holds what
 * each text says by itself, and an instruction that is split over several keywords.
 */
export function detectInjection(texts: readonly string[]): InjectionFinding | undefined {
  const { readings, hidesProse } = deobfuscate(texts.join('\n'))
  for (const reading of readings) {
    const rule = brokenBy(reading)
    if (rule !== undefined) return { rule }
  }
  return hidesProse ? { rule: 'encoded_payload' } : undefined
}

function brokenBy(reading: DeobfuscatedText): RuleName | undefined {
  if (!anyMarkup.test(reading.marked) && !anyPhrase.mayMatch(reading)) return undefined
  return matchers.find(
    ({ phrases, markup }) => phrases.matches(reading) || markup?.test(reading.marked) === true
  )?.name
}

const compiled = injectionRules.map(({ name, phrases, markup = [] }) => {
  const { zh = [], ja = [], ...spaced } = phrases
  return { name, spaced: Object.values(spaced).flat(), wordless: [...zh, ...ja], markup }
})

const matchers = compiled.map(({ name, spaced, wordless, markup }) => ({
  name,
  phrases: new PhraseMatcher(spaced, wordless),
  markup: markup.length > 0 ? anyOf(markup) : undefined
}))

const anyPhrase = new PhraseMatcher(
  compiled.flatMap(rule => rule.spaced),
  compiled.flatMap(rule => rule.wordless)
)

const anyMarkup = anyOf(compiled.flatMap(rule => rule.markup))

function anyOf(sources: readonly string[]): RegExp {
  return new RegExp(sources.map(skeleton).join('|'))
}
