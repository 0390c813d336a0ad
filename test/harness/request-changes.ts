import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

export interface RandomRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** One thing that can be wrong with a request. */
type Change = (request: RandomRequest) => RandomRequest
type Fields = Readonly<Record<string, unknown>>

const fieldName = fc.oneof(
  fc.constantFrom('keywords', 'genre', 'tone', 'max_length', 'maxLength', 'min_length', 'user_id'),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', '0'),
  fc.string({ unit: 'binary', maxLength: 200 })
)
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('\u0000', '\uD800', '\u202Efox\u202C', '\u200B', 'ﷺ'.repeat(50), 'e\u0301', '🦊'),
  fc.integer({ min: 51, max: 3000 }).map(length => 'x'.repeat(length))
)
const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  anyText,
  fc.constantFrom(1e308, -1, 1.5, 2 ** 53, 99, 2001, true, null, [], {}, [[]], [null]),
  fc.array(anyText, { maxLength: 15 })
)

const changedField: Arbitrary<Change> = fc
  .tuple(fc.nat(), anyJson)
  .map(([pick, value]) => editing(fields => ({ ...fields, [nth(fields, pick)]: value })))
const droppedField: Arbitrary<Change> = fc.nat().map(pick =>
  editing(fields => {
    const gone = nth(fields, pick)
    return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== gone))
  })
)
/** Defined, not assigned: `__proto__` is to travel as a key. */
const extraFields: Arbitrary<Change> = fc
  .array(fc.tuple(fieldName, anyJson), { minLength: 1, maxLength: 40 })
  .map(extra => editing(fields => Object.fromEntries([...Object.entries(fields), ...extra])))
const deep: Arbitrary<Change> = fc
  .tuple(fc.integer({ min: 5, max: 2000 }), fc.boolean())
  .map(([depth, inArray]) => {
    const [open, close] = inArray ? ['[', ']'] : ['{"a":', '}']
    const text = `${open.repeat(depth)}1${close.repeat(depth)}`
    return request => withBody(request, `{"keywords":["fox"],"genre":${text}}`)
  })
const repeatedKey: Arbitrary<Change> = anyJson.map(value => request => {
  const text = textOf(request)
  return withBody(request, text.replace(/\}$/, `,"genre":${JSON.stringify(value)}}`))
})
const otherBody: Arbitrary<Change> = fc
  .oneof(
    fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
    anyJson.map(value => Buffer.from(JSON.stringify(value))),
    fc.constantFrom('', ' ', '\uFEFF{}', '{', '{"keywords":', 'NaN', "{'a':1}", '{"a":1}{"b":2}'),
    fc.integer({ min: 60_000, max: 80_000 }).map(size => `{"keywords":["${'y'.repeat(size)}"]}`)
  )
  .map(body => request => withBody(request, body))
const cutBody: Arbitrary<Change> = fc
  .nat({ max: 200 })
  .map(length => request => withBody(request, textOf(request).slice(0, length)))

export const brokenBody: Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: changedField },
  { weight: 2, arbitrary: droppedField },
  { weight: 2, arbitrary: extraFields },
  deep,
  repeatedKey,
  otherBody,
  cutBody
)

/** What a header may hold on the wire. */
const headerText = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map(toCharacter), maxLength: 150 })
  .map(text => text.trim())
export const brokenHeaders: Arbitrary<Change> = fc
  .oneof(
    fc.record({
      'Content-Type': fc.oneof(
        headerText,
        fc.constantFrom(
          'text/plain',
          'application/json; charset=latin1',
          'application/json;charset=utf-8',
          'application/vnd.api+json',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'APPLICATION/JSON',
          ''
        )
      )
    }),
    fc.record({ 'X-API-Key': headerText }),
    fc.record({
      Authorization: fc.oneof(
        headerText,
        fc.constantFrom('Bearer', 'Bearer x.y.z', 'Basic eDp5', 'bearer  ', 'Bearer e30.e30.')
      )
    }),
    fc.record({ 'X-Request-ID': headerText, 'X-Correlation-ID': headerText }),
    fc.record({ 'X-User-ID': fc.oneof(headerText, fc.constantFrom('someone', 'a b', '*')) }),
    fc.record({ Accept: fc.oneof(headerText, fc.constantFrom('text/html', 'image/png;q=2')) }),
    fc.record({ 'Content-Encoding': fc.constantFrom('gzip', 'identity', 'br, gzip', '') }),
    fc.record({ Expect: fc.constantFrom('100-continue', 'anything') }),
    fc.record({ Origin: fc.constantFrom('http://localhost:3000', 'https://evil.example', 'null') }),
    fc.record({ Range: fc.constantFrom('bytes=0-1', 'bytes=9-1'), 'If-None-Match': headerText }),
    fc.record({ Prefer: headerText, 'Idempotency-Key': headerText, 'Cache-Control': headerText }),
    fc.record({ 'X-Forwarded-For': headerText, 'X-HTTP-Method-Override': fc.constant('DELETE') }),
    fc.record({ Cookie: headerText, Upgrade: fc.constant('websocket') })
  )
  .map(headers => request => ({
    ...request,
    headers: { ...request.headers, ...(headers as Record<string, string>) }
  }))

export const brokenMethod: Arbitrary<Change> = fc
  .constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND')
  .map(method => request => ({ ...request, method }))

export const brokenPath: Arbitrary<Change> = fc
  .oneof(
    fc.webQueryParameters().map(query => (path: string) => `${path}?${query}`),
    fc.webPath({ size: 'small' }).map(extra => (path: string) => path + extra),
    fc.constantFrom<((path: string) => string)[]>(
      path => `${path}/`,
      path => path.toUpperCase(),
      path => `/${path}`,
      path => path.replace('a', '%61'),
      path => `${path}%`,
      path => `${path}/%zz`,
      path => `${path}/../metrics`,
      path => `${path}?a=1&a=2&__proto__=3`,
      path => `${path}?${'q'.repeat(3000)}`,
      path => `${path};x=1`,
      path => path.replace('v1', 'v2'),
      () => '/api/v1/stories/00000000-0000-0000-0000-000000000000'
    )
  )
  .map(change => request => ({ ...request, path: change(request.path) }))

function editing(edit: (fields: Fields) => unknown): Change {
  return request => {
    const fields = parsed(textOf(request))
    return typeof fields === 'object' && fields !== null && !Array.isArray(fields)
      ? withBody(request, JSON.stringify(edit(fields as Fields)))
      : request
  }
}

function nth(fields: Fields, pick: number): string {
  const names = Object.keys(fields)
  return names[pick % names.length] ?? 'keywords'
}

function textOf({ body }: RandomRequest): string {
  return body?.toString('utf8') ?? '{}'
}

function withBody(request: RandomRequest, body: string | Buffer): RandomRequest {
  const headers = { 'Content-Type': 'application/json', ...request.headers }
  return { ...request, headers, body: Buffer.from(body) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toCharacter(code: number): string {
  // DEL and the C1 controls are no text for a header.
  return String.fromCharCode(code >= 0x7f && code < 0xa0 ? code - 0x40 : code)
}
