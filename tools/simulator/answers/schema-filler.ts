import { asNumber, isObject, type JsonObject } from '../api/json.ts'
import type { Story } from '../story/order.ts'

/** A schema may refer to itself; below this depth the filler answers null. */
const maxDepth = 12

/** A value that satisfies the schema, its well-known properties filled from the story. */
export function fillSchema(schema: JsonObject, story: Story): unknown {
  return fill(schema, { root: schema, story, name: '', depth: 0 })
}

interface Place {
  readonly root: JsonObject
  readonly story: Story
  readonly name: string
  readonly depth: number
}

function fill(given: JsonObject, place: Place): unknown {
  if (place.depth > maxDepth) return null
  const schema = resolve(given, place.root)
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0] as unknown
  const options = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(options)) {
    const objects = options.filter(isObject)
    const option = objects.find(one => one['type'] !== 'null') ?? objects[0]
    return option ? fill(option, { ...place, depth: place.depth + 1 }) : null
  }
  switch (typeOf(schema)) {
    case 'object':
      return fillObject(schema, place)
    case 'array':
      return fillArray(schema, place)
    case 'string':
      return fillString(schema, place)
    case 'integer':
      return Math.ceil(lowest(schema))
    case 'number':
      return lowest(schema)
    case 'boolean':
      return true
    default:
      return null
  }
}

function fillObject(schema: JsonObject, place: Place): object {
  const { properties } = schema
  // An object schema without properties is filled with the fields of the story.
  if (!isObject(properties)) return schema['additionalProperties'] === false ? {} : place.story
  const filled = Object.entries(properties).map(([name, child]) => [
    name,
    isObject(child) ? fill(child, { ...place, name, depth: place.depth + 1 }) : null
  ])
  return Object.fromEntries(filled) as object
}

function fillArray(schema: JsonObject, place: Place): unknown[] {
  const items = isObject(schema['items']) ? schema['items'] : { type: 'string' }
  const max = asNumber(schema['maxItems']) ?? Infinity
  const { edits, titles } = place.story
  if (place.name === 'edits' && edits !== undefined) return edits.slice(0, max)
  if (place.name === 'titles' && titles !== undefined) return titles.slice(0, max)
  if (place.name === 'tags' && typeOf(resolve(items, place.root)) === 'string') {
    return place.story.tags.slice(0, max)
  }
  const length = Math.min(asNumber(schema['minItems']) ?? 1, max, 100)
  const inner = { ...place, name: '', depth: place.depth + 1 }
  return Array.from({ length }, () => fill(items, inner))
}

function fillString(schema: JsonObject, { name, story }: Place): string {
  const known: Readonly<Record<string, string>> = {
    title: story.title,
    content: story.content,
    summary: story.summary
  }
  const text = Object.hasOwn(known, name) ? (known[name] ?? '') : (story.tags[0] ?? 'story')
  const min = Math.min(asNumber(schema['minLength']) ?? 0, 10_000)
  return text.padEnd(min, '.').slice(0, asNumber(schema['maxLength']) ?? Infinity)
}

function lowest(schema: JsonObject): number {
  const above = asNumber(schema['exclusiveMinimum'])
  if (above !== undefined) return Math.floor(above) + 1
  return asNumber(schema['minimum']) ?? Math.min(1, asNumber(schema['maximum']) ?? 1)
}

function typeOf(schema: JsonObject): unknown {
  const { type } = schema
  if (Array.isArray(type)) return type.find(one => one !== 'null') as unknown
  return type ?? (isObject(schema['properties']) ? 'object' : undefined)
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = schema['$ref']
  if (reference === '#') return root
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema
  let target: unknown = root
  for (const step of reference.slice(2).split('/')) {
    target = isObject(target) && Object.hasOwn(target, step) ? target[step] : undefined
  }
  return isObject(target) ? target : {}
}
