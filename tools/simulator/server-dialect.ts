import { readdirSync, readFileSync } from 'node:fs'
import type { Usage } from './answers/completion-shapes.ts'
import { asNumber, isObject, type JsonObject } from './api/json.ts'

/** A request with this field, given and of one of the values, gets this response. */
interface Refusal {
  /** Dotted path in the request. */
  readonly field: string
  /** Absent: any value. */
  readonly values?: readonly unknown[]
  readonly status: number
  readonly body: object
}

/** A path under which a server has the routes that OpenAI has under /v1. */
export interface RouteBase {
  readonly path: string
  /** The header with the key. Absent: a bearer token. */
  readonly keyHeader?: string
  /** A query parameter without which the server knows no route. */
  readonly query?: string
}

/** How one server differs from OpenAI's. */
export interface ServerDialect {
  /** In addition to /v1. */
  readonly bases: readonly RouteBase[]
  readonly refusals: readonly Refusal[]
  /** Fields added to the usage, or in place of its own. */
  readonly usage: JsonObject
  /** Reasoning tokens that only `total_tokens` counts. */
  readonly uncountedReasoning: number
  /** Fields added to the message of an answer, or to the first delta of a stream. */
  readonly message: JsonObject
  readonly stream: {
    readonly before: readonly string[]
    readonly usageField: 'usage' | 'x_groq'
  }
}

const folder = new URL('./dialects/', import.meta.url)

export const dialectNames: readonly string[] = readdirSync(folder).map(file =>
  file.replace('.json', '')
)

const openai: ServerDialect = {
  bases: [],
  refusals: [],
  usage: {},
  uncountedReasoning: 0,
  message: {},
  stream: { before: [], usageField: 'usage' }
}

/** @throws TypeError for an unknown name or a wrong file */
export function serverDialect(name: string | undefined): ServerDialect {
  if (name === undefined) return openai
  if (!dialectNames.includes(name)) {
    throw new TypeError(`Unknown dialect: ${name}. Known are ${dialectNames.join(', ')}`)
  }
  const file: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  return parseDialect(file, name)
}

/** The refusal of a request, with the response of the server. */
export class DialectRefusal extends Error {
  readonly status: number
  readonly body: object
  readonly headers: Readonly<Record<string, string>> = {}

  constructor({ status, body }: Refusal) {
    super('Refused by the dialect')
    this.status = status
    this.body = body
  }
}

/** @throws DialectRefusal */
export function refuseByDialect({ refusals }: ServerDialect, request: JsonObject): void {
  const refusal = refusals.find(({ field, values }) => {
    const value = valueAt(request, field)
    return value !== undefined && value !== null && (values?.includes(value) ?? true)
  })
  if (refusal) throw new DialectRefusal(refusal)
}

export function usageInDialect(dialect: ServerDialect, usage: Usage): Usage {
  const total = usage.total_tokens + dialect.uncountedReasoning
  return { ...usage, total_tokens: total, ...dialect.usage }
}

/** A path as if it began with /v1, and its base; a path that the server does not know as it is. */
export function pathInDialect(
  { bases }: ServerDialect,
  path: string
): { readonly path: string; readonly base: RouteBase | undefined } {
  const base = [{ path: '/v1' }, ...bases].find(each => path.startsWith(`${each.path}/`))
  return { path: base === undefined ? path : `/v1${path.slice(base.path.length)}`, base }
}

function valueAt(request: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), request)
}

const fields = new Set([
  'source',
  'bases',
  'refusals',
  'usage',
  'uncountedReasoning',
  'message',
  'stream'
])

function parseDialect(input: unknown, name: string): ServerDialect {
  const wrong = (what: string): TypeError => new TypeError(`dialects/${name}.json: ${what}`)
  if (!isObject(input)) throw wrong('not a JSON object')
  const unknown = Object.keys(input).find(field => !fields.has(field))
  if (unknown !== undefined) throw wrong(`unknown field ${unknown}`)
  if (typeof input['source'] !== 'string') throw wrong('no "source"')
  const { bases = [], refusals = [], usage = {}, uncountedReasoning = 0 } = input
  const { message = {}, stream = {} } = input
  if (!Array.isArray(bases) || !bases.every(isBase)) throw wrong('wrong "bases"')
  if (!Array.isArray(refusals) || !refusals.every(isRefusal)) throw wrong('wrong "refusals"')
  if (!isObject(usage) || !isObject(message) || !isObject(stream)) {
    throw wrong('"usage", "message" and "stream" are objects')
  }
  const { before = [], usage: usageField = 'usage' } = stream
  if (!isTexts(before)) throw wrong('"stream.before" is a list of strings')
  if (usageField !== 'usage' && usageField !== 'x_groq') throw wrong('unknown "stream.usage"')
  return {
    bases,
    refusals,
    usage,
    uncountedReasoning: asNumber(uncountedReasoning) ?? 0,
    message,
    stream: { before, usageField }
  }
}

function isBase(value: unknown): value is RouteBase {
  if (!isObject(value)) return false
  const { path, keyHeader, query } = value
  const isText = (each: unknown): boolean => each === undefined || typeof each === 'string'
  const isPath = typeof path === 'string' && (path === '' || path.startsWith('/'))
  return isPath && isText(keyHeader) && isText(query)
}

function isRefusal(value: unknown): value is Refusal {
  if (!isObject(value)) return false
  const { field, values, status, body } = value
  const isBody = typeof body === 'object' && body !== null
  const hasValues = values === undefined || Array.isArray(values)
  return typeof field === 'string' && asNumber(status) !== undefined && isBody && hasValues
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}
