import { applyDecorators } from '@nestjs/common'
import { Transform } from 'class-transformer'
import { IsOptional } from 'class-validator'
import {
  ChoiceField,
  IntegerField,
  TextField
} from '#core/http/openapi/decorators/field.decorators.js'
import { ownerIdPattern, ownerPattern } from '#core/http/openapi/decorators/patterns.js'
import { Checked, choiceRule, patternRule, wholeNumberRule } from './field-rule.js'

/** Fields of bodies and queries. Each decorator documents and validates, from one statement of the rule. */

interface Input {
  readonly description: string
  readonly optional?: boolean
}

interface WholeNumberInput extends Input {
  readonly min: number
  readonly max: number
  readonly default?: number
  /** The counted unit, as in "a whole number of hours". */
  readonly of?: string
}

export function WholeNumberInput({ of, ...field }: WholeNumberInput): PropertyDecorator {
  return applyDecorators(
    IntegerField(field),
    Checked('wholeNumber', wholeNumberRule({ of, ...field }))
  )
}

/** For queries, which hold only strings: digits become a number. */
export function WholeNumberParameter(field: WholeNumberInput): PropertyDecorator {
  const rule = wholeNumberRule(field)
  return applyDecorators(
    IntegerField(field),
    Transform(({ value }: { readonly value: unknown }) => fromDigits(value)),
    Checked('wholeNumber', value => rule(fromDigits(value), {}))
  )
}

function fromDigits(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
}

interface ChoiceInput<T extends string> extends Input {
  readonly choices: readonly T[]
  readonly default?: T
}

export function ChoiceInput<T extends string>(field: ChoiceInput<T>): PropertyDecorator {
  const { choices } = field
  return applyDecorators(
    ChoiceField({ ...field, optional: true }),
    IsOptional(),
    Checked('choice', choiceRule(choices))
  )
}

interface PatternInput extends Input {
  readonly minLength?: number
  readonly maxLength: number
  /** ECMA 262. */
  readonly pattern: string
  readonly message: string
}

export function PatternInput({ message, ...field }: PatternInput): PropertyDecorator {
  return applyDecorators(
    TextField(field),
    ...(field.optional ? [IsOptional()] : []),
    Checked('pattern', patternRule(new RegExp(field.pattern), message))
  )
}

export const ownerIdRule = 'must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
export const ownerRule = `must be user:, key: or service: and ${ownerIdRule.slice('must be '.length)}`

/** The id of an owner, without the kind. */
export function OwnerIdInput(field: Input): PropertyDecorator {
  return PatternInput({
    ...field,
    ...(!field.optional && { minLength: 1 }),
    maxLength: 128,
    pattern: ownerIdPattern,
    message: ownerIdRule
  })
}

/** An owner with its kind: `user:<id>`, `key:<name>` or `service:<sub>`. */
export function OwnerInput(field: Input): PropertyDecorator {
  return PatternInput({ ...field, maxLength: 136, pattern: ownerPattern, message: ownerRule })
}
