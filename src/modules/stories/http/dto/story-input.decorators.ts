import { applyDecorators } from '@nestjs/common'
import { Transform } from 'class-transformer'
import { IsOptional, ValidateIf } from 'class-validator'
import {
  Checked,
  choiceRule,
  lengthRule,
  notOfType,
  wholeNumberRule,
  type FieldRule
} from '#core/http/dto/field-rule.js'
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
import { keywordsRule } from './keywords-rule.js'

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

/** Keywords of at most `maxLength` characters each. */
export function KeywordsInput(description: string, maxLength: number): PropertyDecorator {
  return applyDecorators(
    TextListField({
      description,
      minItems: keywordCount.min,
      maxItems: keywordCount.max,
      items: { minLength: keywordLength.min, maxLength, pattern: notBlank }
    }),
    Transform(({ value }: Transformed) => (Array.isArray(value) ? cleanKeywords(value) : value)),
    Checked('keywords', keywordsRule(maxLength))
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
    Checked('text', value =>
      typeof value === 'string'
        ? lengthRule(cleanInput(value), { min, max })
        : [notOfType(value, `text of ${min} to ${max} characters is needed`)]
    )
  )
}

/** One of a list, in any letter case. */
export function AnyCaseChoiceInput<T extends string>(
  field: Input<T> & { readonly choices: readonly T[] }
): PropertyDecorator {
  const { choices } = field
  const rule = choiceRule(choices)
  return applyDecorators(
    ChoiceField({ ...field, ...optionalOrDefault(field) }),
    IsOptional(),
    Transform(({ value }: Transformed) => lowerCase(value ?? field.default)),
    Checked('choice', (value, body) => rule(lowerCase(value), body))
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
    Checked('language', languageRule)
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
  return Checked('notAboveMaximum', (value, body) => {
    const field = fields.find(name => body[name] !== undefined && body[name] !== null)
    const maximum = Number(field === undefined ? fallback : wholeNumber(body[field]))
    const minimum = Number(wholeNumber(value))
    // If the maximum is not a number, only that error is reported.
    if (!(minimum > maximum)) return []
    const above =
      field === undefined
        ? `above ${maximum}, the default of ${fields[0]}; send a larger ${fields[0]} too`
        : `above ${field}, which is ${maximum}; lower it or raise ${field}`
    return [{ rule: 'conflict', limit: maximum, message: `is ${minimum}, ${above}` }]
  })
}

function WordsRule(field: Bounds & { readonly default?: number }): PropertyDecorator {
  const rule = wholeNumberRule({ ...field, of: 'words' })
  return applyDecorators(
    IsOptional(),
    Transform(({ value }: Transformed) => wholeNumber(value ?? field.default)),
    Checked('words', (value, body) => rule(wholeNumber(value), body))
  )
}

const languageRule: FieldRule = value => {
  const wanted = 'a BCP 47 language tag such as en or pt-BR is needed'
  if (typeof value !== 'string') return [notOfType(value, wanted)]
  if (canonicalLanguage(value) !== undefined) return []
  const hint = value.includes('_') ? ', with a hyphen instead of _' : ''
  return [{ rule: 'pattern', message: `is not a language tag; ${wanted}${hint}` }]
}

interface Transformed {
  readonly value: unknown
}

function optionalOrDefault({ default: fallback }: Input<unknown>): {
  readonly optional: true
  readonly nullable?: true
} {
  return fallback === undefined ? { optional: true } : { optional: true, nullable: true }
}

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value
}

/** The Python service accepted digits in a string. */
function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\s*\d{1,6}\s*$/.test(value) ? Number(value) : value
}
