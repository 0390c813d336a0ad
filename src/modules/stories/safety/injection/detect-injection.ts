import { skeleton } from './confusables.js'
import { deobfuscate } from './deobfuscate.js'
import { PhraseMatcher } from './phrase-matcher.js'
import phrases from './phrases.json' with { type: 'json' }

export type InjectionRule = keyof typeof phrases.patterns

/** Has no text of the caller, because it is written to logs and metrics. */
export interface InjectionFinding {
  readonly rule: InjectionRule
}

/** The texts are joined, so that an instruction split over several keywords is found too. */
export function detectInjection(texts: readonly string[]): InjectionFinding | undefined {
  const { readings, hidesSentence } = deobfuscate(texts.join('\n'))
  for (const reading of readings) {
    const rule = matcher.find(reading) ?? structures.find(([, form]) => form.test(reading))?.[0]
    if (rule !== undefined) return { rule }
  }
  return hidesSentence ? { rule: 'encoded_payload' } : undefined
}

const matcher = new PhraseMatcher<InjectionRule>(phrases.words, phrases.patterns)

const role = phrases.roles.split(', ').map(skeleton).join('|')
const kind = '(?:[ _]?(?:prompt|message|override|instructions?|note|update|command))?'
const tag = `(?:${role}|assistant|user_input|instructions?|prompt|inst|sys|human|im_start|im_end)`

/** Chat templates, role labels, delimiters, JSON that would end our own field, names of secrets. */
const structures: readonly (readonly [InjectionRule, RegExp])[] = [
  ['chat_markup', /<\s?\|[^<>|\n]{2,30}\|\s?>|```|--\s?(?:end|begin|start) (?:of )?(?:prompt|sys)/],
  ['chat_markup', new RegExp(`[<[]\\s?/?\\s?${tag}${kind}\\s?/?[>\\]]|##\\s?(?:new )?${tag}\\b`)],
  ['chat_markup', new RegExp(`(?:^|[\\n.!?;"'\`}\\])>-]\\s?)(?:${role})${kind}\\s?:(?!//)`)],
  ['chat_markup', /(?:^|\n)assistant\s?:\s?(?:sure|ok|yes|here|certainly|i)\b/],
  ['chat_markup', /(?:^|\n)(?:human|user)\s?:[^\n]{0,80}(?:assistant|ai|system)\s?:/],
  ['chat_markup', /\brole["']?\s?:\s?["'](?:system|assistant|user)|["']\s?[\]}]\s?,\s?["']/],
  ['override_instructions', /(?:^|[\n.!?]\s?)(?:new|updated|important) instructions?\s?:/],
  ['exfiltrate_secret', /process\.env|\/etc\/(?:passwd|shadow)|\$\{?[a-z]{3,20}_[a-z]{3}|\]\(http/]
]
