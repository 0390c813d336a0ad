import type { Type } from '@nestjs/common'
import { Documented } from './documented.decorator.js'

/** Documented fields of bodies. Each has bounds, so that a reader knows how large a value can be. */

interface Field<T> {
  readonly description: string
  readonly optional?: boolean
  readonly nullable?: boolean
  /** Applies when the field is missing. */
  readonly default?: T
}

interface TextBounds {
  readonly minLength?: number
  readonly maxLength: number
  /** ECMA 262, unanchored. */
  readonly pattern: string
}

export function TextField(field: Field<string> & TextBounds): PropertyDecorator {
  const { minLength, maxLength, pattern } = field
  return property(field, { type: 'string', minLength, maxLength, pattern })
}

/** ISO 8601, UTC. */
export function TimeField(field: Field<string>): PropertyDecorator {
  return property(field, { type: 'string', format: 'date-time', maxLength: 30 })
}

export function UuidField(field: Field<string>): PropertyDecorator {
  return property(field, { type: 'string', format: 'uuid', minLength: 36, maxLength: 36 })
}

export function ChoiceField<T extends string>(
  field: Field<T> & { readonly choices: readonly T[] }
): PropertyDecorator {
  return property(field, { type: 'string', enum: [...field.choices] })
}

/** A list without repetitions. */
export function ChoiceListField<T extends string>(
  field: Field<readonly T[]> & { readonly choices: readonly T[] }
): PropertyDecorator {
  const items = { type: 'string', enum: [...field.choices] }
  const maxItems = field.choices.length
  return property(field, { type: 'array', uniqueItems: true, minItems: 0, maxItems, items })
}

interface Range {
  readonly min: number
  readonly max: number
}

/** A whole number; its format depends on whether it fits 32 bits. */
export function IntegerField(field: Field<number> & Range): PropertyDecorator {
  const { min: minimum, max: maximum } = field
  const format = maximum < 2 ** 31 ? 'int32' : 'int64'
  return property(field, { type: 'integer', format, minimum, maximum })
}

export function NumberField(field: Field<number> & Range): PropertyDecorator {
  const { min: minimum, max: maximum } = field
  return property(field, { type: 'number', format: 'double', minimum, maximum })
}

/** US dollars: a number, or a decimal text where a number is not exact. */
export function DollarsField(field: Field<string>): PropertyDecorator {
  const text = { type: 'string', maxLength: 22, pattern: String.raw`^\d{1,9}(\.\d{1,12})?$` }
  const amount = { type: 'number', format: 'double', minimum: 0, exclusiveMaximum: 1e9 }
  const { nullable, ...rest } = field
  return property(rest, { oneOf: [amount, text, ...(nullable ? [{ type: 'null' }] : [])] })
}

/** A boolean; with `value`, always that one. */
export function FlagField(field: Field<boolean> & { readonly value?: boolean }): PropertyDecorator {
  const { value } = field
  return property(field, { type: 'boolean', ...(value !== undefined && { enum: [value] }) })
}

interface ListBounds {
  readonly minItems?: number
  readonly maxItems: number
  readonly uniqueItems?: boolean
}

export function TextListField(
  field: Field<readonly string[]> & ListBounds & { readonly items: TextBounds }
): PropertyDecorator {
  const { minItems, maxItems, uniqueItems, items } = field
  const { minLength, maxLength, pattern } = items
  return property(field, {
    type: 'array',
    minItems,
    maxItems,
    uniqueItems,
    items: withoutUndefined({ type: 'string', minLength, maxLength, pattern })
  })
}

export function IntegerListField(
  field: Field<readonly number[]> & ListBounds & { readonly items: Range }
): PropertyDecorator {
  const { maxItems, items } = field
  const { min: minimum, max: maximum } = items
  return property(field, {
    type: 'array',
    maxItems,
    items: { type: 'integer', format: 'int32', minimum, maximum }
  })
}

export function ListField(
  field: Field<readonly unknown[]> & ListBounds & { readonly of: Type }
): PropertyDecorator {
  const { minItems, maxItems, of } = field
  return property(field, { type: () => of, isArray: true, minItems, maxItems })
}

export function ObjectField(
  field: Field<unknown> & { readonly type: () => Type }
): PropertyDecorator {
  return property(field, { type: field.type })
}

/** An object with arbitrary keys. */
export function MapField(
  field: Field<unknown> & {
    readonly maxProperties: number
    readonly values: Readonly<Record<string, unknown>> | true
  }
): PropertyDecorator {
  const { maxProperties, values } = field
  return property(field, { type: 'object', maxProperties, additionalProperties: values })
}

function property<T>(
  field: Field<T>,
  schema: Readonly<Record<string, unknown>>
): PropertyDecorator {
  const { description, optional = false, nullable, default: fallback } = field
  return Documented(({ ApiProperty }) =>
    ApiProperty({
      ...withoutUndefined({ ...schema, nullable, default: fallback }),
      description: description,
      required: !optional
    })
  )
}

function withoutUndefined(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined))
}
