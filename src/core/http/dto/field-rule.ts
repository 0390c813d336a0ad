import { ValidateBy } from 'class-validator'
import { nearestName } from '#core/errors/near-name.js'

/** Names of the rules, for clients that translate messages. */
export const ruleNames = [
  'required',
  'type',
  'integer',
  'min',
  'max',
  'min_length',
  'max_length',
  'min_items',
  'max_items',
  'one_of',
  'pattern',
  'unknown_field',
  'conflict'
] as const

export type RuleName = (typeof ruleNames)[number]

/** A rule that a field breaks. */
export interface BrokenRule {
  /** Continues a sentence that begins with the name of the field. It never has the text of a value. */
  readonly message: string
  readonly rule: RuleName
  /** The bound of the rule, if it has one. */
  readonly limit?: number
  /** Position in a list, as the caller sent it. */
  readonly index?: number
}

type Body = Readonly<Record<string, unknown>>

/**
 * The rules that a value breaks. It is called with the cleaned value to validate it, and with the sent value to
 * explain what is wrong with it, so it cleans the value itself.
 */
export type FieldRule = (value: unknown, body: Body) => readonly BrokenRule[]

/** The form in which validation.ts finds the rule of a field that failed. */
export interface RuleContext {
  readonly brokenRules: FieldRule
}

export function Checked(name: string, brokenRules: FieldRule): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown, args) =>
          brokenRules(value, (args?.object ?? {}) as Body).length === 0,
        // Without a message class-validator leaves out the context.
        defaultMessage: () => name
      }
    },
    { context: { brokenRules } satisfies RuleContext }
  )
}

/** What was sent, without the text of it. */
export function whatCame(value: unknown): string {
  if (value === undefined) return 'is missing'
  if (value === null) return 'is null'
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : 'is a list'
  switch (typeof value) {
    case 'string':
      return value.trim() === '' ? 'is empty' : 'is text'
    case 'number':
    case 'boolean':
      return `is ${value}`
    default:
      return 'is an object'
  }
}

/** A value of the wrong type, or none. */
export function notOfType(value: unknown, wanted: string): BrokenRule {
  const rule = value === undefined || value === null ? 'required' : 'type'
  return { rule, message: `${whatCame(value)}; ${wanted}` }
}

export interface LengthBounds {
  readonly min: number
  readonly max: number
}

/** The length of a text in characters (code points). */
export function lengthRule(text: string, { min, max }: LengthBounds): readonly BrokenRule[] {
  const length = Array.from(text).length
  if (length >= min && length <= max) return []
  if (length === 0) {
    const message = `is empty; ${min} to ${max} characters are needed`
    return [{ rule: 'min_length', limit: min, message }]
  }
  const came = `is ${length} ${length === 1 ? 'character' : 'characters'} long`
  return length < min
    ? [{ rule: 'min_length', limit: min, message: `${came}; at least ${min} are needed` }]
    : [{ rule: 'max_length', limit: max, message: `${came}; at most ${max} are allowed` }]
}

interface WholeNumbers {
  readonly min: number
  readonly max: number
  /** The counted unit, as in "a whole number of hours". */
  readonly of?: string | undefined
}

export function wholeNumberRule({ min, max, of }: WholeNumbers): FieldRule {
  const unit = of === undefined ? '' : ` of ${of}`
  const wanted = `a whole number${unit} from ${min} to ${max} is needed`
  return value => {
    if (typeof value !== 'number') return [notOfType(value, wanted)]
    const message = `${whatCame(value)}; ${wanted}`
    if (!Number.isInteger(value)) return [{ rule: 'integer', message }]
    if (value < min) return [{ rule: 'min', limit: min, message }]
    return value > max ? [{ rule: 'max', limit: max, message }] : []
  }
}

/** A text as the names of `choices` are written. */
export function choiceRule(choices: readonly string[]): FieldRule {
  const wanted = `use one of ${choices.join(', ')}`
  return value => {
    if (typeof value !== 'string') return [notOfType(value, wanted)]
    if (choices.includes(value)) return []
    const near = nearestName(value, choices)
    const hint = near === undefined ? '' : ` (did you mean ${near}?)`
    const came = value.trim() === '' ? 'is empty' : 'is not an allowed value'
    return [{ rule: 'one_of', message: `${came}; ${wanted}${hint}` }]
  }
}

/** A text that a pattern describes. */
export function patternRule(pattern: RegExp, mustBe: string): FieldRule {
  return value => {
    if (typeof value !== 'string') return [notOfType(value, `it ${mustBe}`)]
    if (pattern.test(value)) return []
    const came = value.trim() === '' ? 'is empty; it ' : ''
    return [{ rule: 'pattern', message: `${came}${mustBe}` }]
  }
}
