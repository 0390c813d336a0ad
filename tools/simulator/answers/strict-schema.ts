import { ApiError } from '../api/api-error.ts'
import { asStrings, isObject, type JsonObject } from '../api/json.ts'

const maxDepth = 12

/**
 * In strict mode every object must require all its properties and allow no others; the real API
 * refuses other schemas.
 * @throws ApiError 400
 */
export function refuseUnstrictSchema(schema: JsonObject, name: string): void {
  if (schema['type'] !== 'object') {
    refuse(name, [], `schema must be a JSON Schema of 'type: "object"'`)
  }
  check(schema, name, [], 0)
}

function check(schema: JsonObject, name: string, path: readonly string[], depth: number): void {
  if (depth > maxDepth) return
  const properties = schema['properties']
  if (isObject(properties)) checkObject(schema, properties, name, path)
  const children: readonly (readonly [string, unknown])[] = [
    ...(isObject(properties) ? Object.entries(properties) : []),
    ...(isObject(schema['$defs']) ? Object.entries(schema['$defs']) : []),
    ['items', schema['items']],
    ...(Array.isArray(schema['anyOf'])
      ? schema['anyOf'].map((option, index) => [String(index), option as unknown] as const)
      : [])
  ]
  for (const [step, child] of children) {
    if (isObject(child)) check(child, name, [...path, step], depth + 1)
  }
}

function checkObject(
  schema: JsonObject,
  properties: JsonObject,
  name: string,
  path: readonly string[]
): void {
  if (schema['additionalProperties'] !== false) {
    refuse(name, path, "'additionalProperties' is required to be supplied and to be false.")
  }
  const required = new Set(asStrings(schema['required']))
  const missing = Object.keys(properties).find(property => !required.has(property))
  if (missing !== undefined) {
    refuse(
      name,
      path,
      `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
    )
  }
}

function refuse(name: string, path: readonly string[], what: string): never {
  const context = path.map(step => `'${step}'`).join(', ')
  throw new ApiError(
    400,
    `Invalid schema for response_format '${name}': In context=(${context}), ${what}`,
    { param: 'response_format' }
  )
}
