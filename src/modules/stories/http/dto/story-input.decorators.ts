import { applyDecorators } from '@nestjs/common'
import { Transform } from 'class-transformer'
import {
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  type ValidationArguments
} from 'class-validator'
import {
  ChoiceField,
  IntegerField,
  TextField,
  TextListField
} from '#core/http/openapi/decorators/field.decorators.js'
import { languageTag, notBlank } from '#core/http/openapi/decorators/patterns.js'
import { cleanInput } from '#modules/stories/domain/clean-input.js'
import {
  canonicalLanguage,
  cleanKeywords,
  keywordCount,
  keywordLength,
  maxLanguageLength
} from '#modules/stories/domain/story-request.js'

/** Fields of story requests and queries: each decorator documents, cleans and validates. */

interface Input<T = never> {
  readonly description: string
  /** Applies when the field is missing or null; without it the field may only be missing. */
  readonly default?: T
}

interface Bounds {
  readonly min: number
  readonly max: number
}

export const keywordRule =
  `must be a list of ${keywordCount.min} to ${keywordCount.max} different keywords, ` +
  `each text of ${keywordLength.min} to ${keywordLength.max} characters`

export function KeywordsInput(description: string): PropertyDecorator {
  return applyDecorators(
    TextListField({
      description,
      minItems: keywordCount.min,
      maxItems: keywordCount.max,
      items: { minLength: keywordLength.min, maxLength: keywordLength.max, pattern: notBlank }
    }),
    Transform(({ value }: Transformed) => (Array.isArray(value) ? cleanKeywords(value) : value)),
    Validate('keywords', isKeywordList, keywordRule)
  )
}

/** A text with a length in characters (code points). It is cleaned before it is checked. */
export function CleanTextInput(
  field: Bounds & { readonly description: string; readonly optional?: boolean }
): PropertyDecorator {
  const { description, optional = false, min, max } = field
  return applyDecorators(
    TextField({ description, optional, minLength: min, maxLength: max, pattern: notBlank }),
    ...(optional ? [IsOptional()] : []),
    Transform(({ value }: Transformed) => (typeof value === 'string' ? cleanInput(value) : value)),
    Validate(
      'text',
      value => isText(value, { min, max }),
      `must be text of ${min} to ${max} characters`
    )
  )
}

/** One of a list, in any letter case. */
export function AnyCaseChoiceInput<T extends string>(
  field: Input<T> & { readonly choices: readonly T[] }
): PropertyDecorator {
  const { choices } = field
  return applyDecorators(
    ChoiceField({ ...field, ...optionalOrDefault(field) }),
    IsOptional(),
    Transform(({ value }: Transformed) => lowerCase(value ?? field.default)),
    IsIn(choices, { message: `must be one of ${choices.join(', ')}` })
  )
}

/** A BCP 47 tag, in canonical form after validation. */
export function LanguageInput(field: Input<string>): PropertyDecorator {
  return applyDecorators(
    TextField({
      ...field,
      ...optionalOrDefault(field),
      minLength: 2,
      maxLength: maxLanguageLength,
      pattern: languageTag
    }),
    IsOptional(),
    Transform(({ value }: Transformed) => {
      const tag = value ?? field.default
      return tag === undefined ? tag : (canonicalLanguage(tag) ?? false)
    }),
    Validate(
      'language',
      value => typeof value === 'string',
      'must be a BCP 47 language tag such as en or pt-BR'
    )
  )
}

/** A number of words, as a number or as digits in a string. */
export function WordsInput(field: Input<number> & Bounds): PropertyDecorator {
  return applyDecorators(
    IntegerField({ ...field, optional: true, nullable: true }),
    WordsRule(field)
  )
}

/** The undocumented camelCase spelling of a field; ignored when the snake_case one is sent. */
export function WordsAlias(snakeCase: string, bounds: Bounds): PropertyDecorator {
  return applyDecorators(
    ValidateIf((body: Readonly<Record<string, unknown>>) => body[snakeCase] === undefined),
    WordsRule(bounds)
  )
}

/** The lower bound must not be above the upper one: the first of `fields` that is set. */
export function NotAbove(fallback: number, ...fields: readonly string[]): PropertyDecorator {
  const isNotAbove = (value: unknown, args?: ValidationArguments): boolean => {
    const body = args?.object as Readonly<Record<string, unknown>> | undefined
    const maximum = fields.map(field => body?.[field]).find(each => each !== undefined)
    // If the maximum is not a number, only that error is reported.
    return !(Number(value) > Number(maximum ?? fallback))
  }
  return Validate('notAboveMaximum', isNotAbove, 'must not be above the maximum length')
}

function WordsRule(field: Bounds & { readonly default?: number }): PropertyDecorator {
  const { min, max } = field
  const rule = { message: `must be a whole number of words from ${min} to ${max}` }
  return applyDecorators(
    IsOptional(),
    Transform(({ value }: Transformed) => wholeNumber(value ?? field.default)),
    Min(min, rule),
    Max(max, rule),
    IsInt(rule)
  )
}

interface Transformed {
  readonly value: unknown
}

function Validate(
  name: string,
  validate: (value: unknown, args?: ValidationArguments) => boolean,
  message: string
): PropertyDecorator {
  return ValidateBy({ name, validator: { validate, defaultMessage: () => message } })
}

function optionalOrDefault({ default: fallback }: Input<unknown>): {
  readonly optional: true
  readonly nullable?: true
} {
  return fallback === undefined ? { optional: true } : { optional: true, nullable: true }
}

function isKeywordList(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  const items: readonly unknown[] = value
  return (
    items.length >= keywordCount.min &&
    items.length <= keywordCount.max &&
    items.every(keyword => isText(keyword, keywordLength))
  )
}

function isText(value: unknown, { min, max }: Bounds): boolean {
  if (typeof value !== 'string') return false
  const characters = Array.from(value).length
  return characters >= min && characters <= max
}

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value
}

/** The Python service accepted digits in a string. */
function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\s*\d{1,6}\s*$/.test(value) ? Number(value) : value
}
