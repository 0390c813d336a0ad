import type { OpenAPIObject } from '@nestjs/swagger'
import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

/** Numbers are drawn from so many least ones: long stories say no more than short ones. */
const numberSpan = 60

/** Values that a schema of the document allows. */
export function valueOf(document: OpenAPIObject, schema: Schema): Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valueOf(document, referred(document, schema.$ref))
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const [type, ...others] = [schema.type ?? 'object'].flat()
  const value = typed(document, schema, type)
  return others.includes('null') ? fc.option(value, { freq: 10 }) : value
}

function typed(
  document: OpenAPIObject,
  schema: Schema,
  type: string | undefined
): Arbitrary<unknown> {
  const { minimum = 0, maximum = minimum, items = {}, minItems = 0, maxItems = 5 } = schema
  switch (type) {
    case 'integer':
      return fc.integer({ min: minimum, max: Math.min(maximum, minimum + numberSpan) })
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'string':
      return text(schema)
    case 'array':
      return fc.array(valueOf(document, items), { minLength: minItems, maxLength: maxItems })
    case 'object':
      return object(document, schema)
    default:
      throw new Error(`no values are known for the type ${type}`)
  }
}

function text({ pattern = '', minLength = 0, maxLength = 100 }: Schema): Arbitrary<string> {
  const rule = new RegExp(pattern, 'u')
  const fits = (value: string): boolean =>
    rule.test(value) && value.length >= minLength && value.length <= maxLength
  return pattern.startsWith('^')
    ? fc.stringMatching(rule).filter(fits)
    : fc.string({ unit: 'grapheme', minLength, maxLength }).filter(fits)
}

function object(document: OpenAPIObject, schema: Schema): Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema
  const fields = Object.entries(properties).map(
    ([name, field]) => [name, valueOf(document, field)] as const
  )
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] })
}

function referred({ components = {} }: OpenAPIObject, $ref: string): Schema {
  const name = $ref.slice($ref.lastIndexOf('/') + 1)
  return (components.schemas ?? {})[name] as Schema
}
