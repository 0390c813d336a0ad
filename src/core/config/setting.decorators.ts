import { Expose, Transform } from 'class-transformer'
import { registerDecorator } from 'class-validator'
import type { Type } from '@nestjs/common'

/** One row of docs/configuration.md. */
export interface SettingEntry {
  readonly name: string
  readonly type: string
  readonly rule: string
  readonly defaultText: string
  readonly description: string
  readonly secret: boolean
  /** The secrets in the text of the setting, each of which strict environments compare with the others. */
  readonly secretsIn: (text: string) => readonly string[]
}

export interface SettingOptions<T> {
  readonly description: string
  /** Left out: the setting is optional and undefined. */
  readonly default?: T
  /** Replaces the default in the docs where it depends on other settings. */
  readonly defaultText?: string
}

interface Kind<T> {
  readonly type: string
  readonly rule: string
  /** The typed value, or undefined when the text does not follow the rule. */
  readonly parse: (text: string) => T | undefined
  readonly secret?: boolean
  readonly secretsIn?: (text: string) => readonly string[]
}

const entries = new Map<unknown, SettingEntry[]>()

/** The settings that a class declares, in the order of declaration. */
export function declaredSettings(settings: Type<object>): readonly SettingEntry[] {
  return entries.get(settings) ?? []
}

/** Replaces a value that broke its rule, so that validation can name the setting. */
const broken = Symbol('broken setting')

export function Text(options: SettingOptions<string>): PropertyDecorator {
  return setting({ type: 'text', rule: 'must be text', parse: text => text }, options)
}

export function Secret(options: SettingOptions<string>): PropertyDecorator {
  const parse = (text: string): string => text
  const secretsIn = (text: string): readonly string[] => [text]
  return setting({ type: 'secret', rule: 'must be text', parse, secret: true, secretsIn }, options)
}

export function Flag(options: SettingOptions<boolean>): PropertyDecorator {
  const rule = 'must be true or false'
  return setting({ type: 'true or false', rule, parse: parseFlag }, options)
}

/** Undefined if the text is no word for true or false. */
export function parseFlag(text: string): boolean | undefined {
  if (/^(true|yes|on|1)$/i.test(text)) return true
  return /^(false|no|off|0)$/i.test(text) ? false : undefined
}

export function Choice<T extends string>(
  choices: readonly T[],
  options: SettingOptions<T>,
  aliases: Readonly<Record<string, T>> = {}
): PropertyDecorator {
  const parse = (text: string): T | undefined => {
    const lower = text.toLowerCase()
    return choices.find(choice => choice === lower) ?? aliases[lower]
  }
  const rule = `must be one of ${choices.join(', ')}`
  return setting({ type: choices.join(', '), rule, parse }, options)
}

interface Range {
  readonly min: number
  readonly max: number
}

export function Integer(range: Range, options: SettingOptions<number>): PropertyDecorator {
  return number('whole number', range, Number.isInteger, options)
}

/** Seconds; fractions are allowed. */
export function Seconds(range: Range, options: SettingOptions<number>): PropertyDecorator {
  return number('seconds', range, Number.isFinite, options)
}

export function Fraction(range: Range, options: SettingOptions<number>): PropertyDecorator {
  return number('number', range, Number.isFinite, options)
}

const httpUrl: Kind<string> = {
  type: 'address',
  rule: 'must be an http or https address',
  parse: text => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url?.protocol === 'http:' || url?.protocol === 'https:' ? text : undefined
  }
}

export function HttpUrl(options: SettingOptions<string>): PropertyDecorator {
  return setting(httpUrl, options)
}

/** An address that may contain a password, so it is never printed. */
export function SecretHttpUrl(options: SettingOptions<string>): PropertyDecorator {
  return setting({ ...httpUrl, type: 'address, secret', secret: true }, options)
}

/** A connection string; it holds a password, so it is never printed. */
export function PostgresUrl(options: SettingOptions<string>): PropertyDecorator {
  return connection(['postgres:', 'postgresql:'], options)
}

export function RedisUrl(options: SettingOptions<string>): PropertyDecorator {
  return connection(['redis:', 'rediss:'], options)
}

function connection(
  protocols: readonly string[],
  options: SettingOptions<string>
): PropertyDecorator {
  const parse = (text: string): string | undefined =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined
  const rule = `must be an address that begins with ${protocols.map(name => `${name}//`).join(' or ')}`
  return setting({ type: 'address, secret', rule, parse, secret: true }, options)
}

/** An amount of US dollars, kept as decimal text: floating point would round it. */
export function Dollars(options: SettingOptions<string>): PropertyDecorator {
  const parse = (text: string): string | undefined => (isDollars(text) ? text : undefined)
  const rule = 'must be an amount of US dollars like 12.50, with at most 12 decimals'
  return setting({ type: 'US dollars', rule, parse }, options)
}

export function isDollars(text: string): boolean {
  return /^\d{1,9}(\.\d{1,12})?$/.test(text)
}

/** A list: comma-separated or a JSON array of strings. */
export function TextList(options: SettingOptions<readonly string[]>): PropertyDecorator {
  const parse = (text: string): readonly string[] | undefined => {
    const list = text.trimStart().startsWith('[') ? parseJson(text) : text.split(',')
    if (!Array.isArray(list)) return undefined
    const items: readonly unknown[] = list
    if (!items.every(item => typeof item === 'string')) return undefined
    return Object.freeze(items.map(item => item.trim()).filter(item => item !== ''))
  }
  const rule = 'must be a comma-separated list or a JSON array of strings'
  return setting({ type: 'list', rule, parse }, options)
}

/** Text with its own parser, which returns undefined when the text breaks the rule. */
export function Structured<T>(
  kind: Kind<T> & { readonly type: string },
  options: SettingOptions<T>
): PropertyDecorator {
  return setting(kind, options)
}

/** The value of a JSON text, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function number(
  type: string,
  { min, max }: Range,
  accepts: (value: number) => boolean,
  options: SettingOptions<number>
): PropertyDecorator {
  const parse = (text: string): number | undefined => {
    const value = Number(text)
    return text.trim() !== '' && accepts(value) && value >= min && value <= max ? value : undefined
  }
  const rule = `must be a ${type === 'seconds' ? 'number of seconds' : type} from ${min} to ${max}`
  return setting({ type: `${type}, ${min} to ${max}`, rule, parse }, options)
}

function setting<T>(kind: Kind<T>, options: SettingOptions<T>): PropertyDecorator {
  return (target, property) => {
    const name = String(property)
    const entry = {
      name,
      type: kind.type,
      rule: kind.rule,
      defaultText: options.defaultText ?? defaultText(options.default),
      description: options.description,
      secret: kind.secret ?? false,
      secretsIn: kind.secretsIn ?? (() => [])
    }
    entries.set(target.constructor, [...(entries.get(target.constructor) ?? []), entry])
    Expose()(target, property)
    Transform(({ obj }: { obj: Readonly<Record<string, string | undefined>> }) => {
      const text = obj[name]
      if (text === undefined) return options.default
      return kind.parse(text) ?? broken
    })(target, property)
    registerDecorator({
      name: 'setting',
      target: target.constructor,
      propertyName: name,
      options: { message: kind.rule },
      validator: { validate: (value: unknown) => value !== broken }
    })
  }
}

function defaultText(value: unknown): string {
  if (value === undefined) return 'none'
  return Array.isArray(value) ? value.join(',') || 'none' : `${value as string | number | boolean}`
}
