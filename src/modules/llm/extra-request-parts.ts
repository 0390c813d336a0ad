import { parseJson } from '#core/config/setting.decorators.js'

export type JsonFields = Readonly<Record<string, unknown>>
export type HeaderFields = Readonly<Record<string, string>>

/** Fields of a request that billing and the reader of answers depend on, or that have their own setting. */
export const ownedFields = [
  'model',
  'messages',
  'stream',
  'stream_options',
  'response_format',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'reasoning_effort',
  'safety_identifier',
  'moderation',
  'n'
] as const

/** Headers of a request that follow from its body and its connection. */
export const ownedHeaders = [
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade'
] as const

/** OPENAI_EXTRA_BODY; undefined if it is no JSON object or has a field of this service. */
export function parseExtraBody(text: string): JsonFields | undefined {
  const fields = parseObject(text)
  if (fields === undefined || ownedFields.some(name => Object.hasOwn(fields, name)))
    return undefined
  return Object.freeze(fields)
}

/** OPENAI_HEADERS; undefined if it is no JSON object of valid headers or has one of this service. */
export function parseHeaders(text: string): HeaderFields | undefined {
  const fields = parseObject(text)
  if (fields === undefined) return undefined
  const isValid = Object.entries(fields).every(
    ([name, value]) => isHeaderName(name) && typeof value === 'string' && isHeaderValue(value)
  )
  return isValid ? (Object.freeze(fields) as HeaderFields) : undefined
}

function isHeaderName(name: string): boolean {
  const owned: readonly string[] = ownedHeaders
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !owned.includes(name.toLowerCase())
}

/** Visible ASCII without spaces at the ends (RFC 9110, 5.5). */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(value) && value === value.trim()
}

function parseObject(text: string): Record<string, unknown> | undefined {
  const value = parseJson(text)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : undefined
}
