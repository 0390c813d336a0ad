import type { OpenAPIObject } from '@nestjs/swagger'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'

/** A response, received or about to be sent. */
export interface SeenAnswer {
  readonly method: string
  /** As requested: path and query. */
  readonly url: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

interface DocumentedAnswer {
  readonly headers?: Readonly<Record<string, DocumentedHeader>>
  readonly content?: Readonly<Record<string, MediaType>>
}

interface DocumentedHeader {
  readonly required?: boolean
  readonly schema: object
}

export interface MediaType {
  readonly schema: object
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

/** The parts of an error body that must agree with the rest of the answer. */
interface ErrorLike {
  readonly success?: unknown
  readonly statusCode?: unknown
  readonly requestId?: unknown
  readonly error?: { readonly code?: string; readonly retryAfter?: number }
}

const jsonType = 'application/json'

/** Holds answers against the OpenAPI document: status, error code, headers, body. */
export class ApiContract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
  private readonly validators = new Map<object, ValidateFunction>()
  private readonly errorSchema = { $ref: '#/components/schemas/ErrorResponse' }
  private readonly answersAnywhere: ReadonlyMap<number, DocumentedAnswer>

  constructor(readonly document: OpenAPIObject) {
    ajvFormats.default(this.ajv)
    for (const name of ['int32', 'int64', 'double']) this.ajv.addFormat(name, true)
    this.answersAnywhere = this.findAnswersAnywhere()
  }

  /** The differences between a response and the document, in words; empty if there are none. */
  violations(answer: SeenAnswer): readonly string[] {
    if (isPreflight(answer) || isDocsAsset(answer)) return []
    const documented = this.documented(answer)
    const problems =
      documented === undefined
        ? ['the status is not documented']
        : [
            ...this.headerProblems(documented, answer),
            ...(answer.method === 'HEAD' ? [] : this.bodyProblems(documented, answer))
          ]
    const { method, url, status, body } = answer
    return problems.map(
      problem => `${method} ${url.slice(0, 100)} ${status}: ${problem}\n  ${body.slice(0, 500)}`
    )
  }

  /** The answers that a route documents, by status. */
  answersOf(method: string, path: string): ReadonlyMap<number, DocumentedAnswer> | undefined {
    const item = this.itemAt(path) as Readonly<Record<string, object>> | undefined
    const operation = item?.[method === 'HEAD' ? 'get' : method.toLowerCase()] as
      | { readonly responses: Readonly<Record<string, object>> }
      | undefined
    if (operation === undefined) return undefined
    return new Map(
      Object.entries(operation.responses).map(([status, answer]) => [
        Number(status),
        this.resolved(answer) as DocumentedAnswer
      ])
    )
  }

  /** The differences between a value and its schema. */
  schemaProblems(schema: object, value: unknown): readonly string[] {
    const validate = this.validator(schema)
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`
    )
  }

  /** The target of a reference; any other value is returned unchanged. */
  private resolved(part: object): unknown {
    if (!('$ref' in part)) return part
    const names = String(part.$ref).slice(2).split('/')
    return names.reduce<unknown>(
      (node, name) => (node as Record<string, unknown>)[name],
      this.document
    )
  }

  /** A path without parameters takes precedence over one with parameters, as in the router. */
  private itemAt(path: string): object | undefined {
    const { paths } = this.document
    if (Object.hasOwn(paths, path)) return paths[path]
    const template = Object.keys(paths).find(known => isFilledIn(known, path))
    return template === undefined ? undefined : paths[template]
  }

  private documented({ method, url, status }: SeenAnswer): DocumentedAnswer | undefined {
    const own = this.answersOf(method, pathOf(url))
    return (own ?? this.answersAnywhere).get(status)
  }

  /** An unknown address or method has the error responses that all routes share. */
  private findAnswersAnywhere(): ReadonlyMap<number, DocumentedAnswer> {
    const shared = Object.values(this.document.components?.responses ?? {}) as DocumentedAnswer[]
    const byStatus = new Map(shared.map(answer => [statusIn(answer), answer] as const))
    const notFound = { schema: this.errorSchema, examples: { NOT_FOUND: { value: {} } } }
    return byStatus.set(404, { content: { [jsonType]: notFound } })
  }

  private headerProblems({ headers = {} }: DocumentedAnswer, answer: SeenAnswer): string[] {
    return Object.entries(headers).flatMap(([name, part]) => {
      const { required, schema } = this.resolved(part) as DocumentedHeader
      const value = answer.headers[name.toLowerCase()]
      if (value === undefined) return required ? [`the header ${name} is missing`] : []
      const isNumber = 'type' in schema && schema.type === 'integer'
      const typed = isNumber ? Number(value) : value
      return this.schemaProblems(schema, typed).map(problem => `header ${name}: ${problem}`)
    })
  }

  private bodyProblems({ content }: DocumentedAnswer, answer: SeenAnswer): readonly string[] {
    const { body } = answer
    if (content === undefined) return body === '' ? [] : ['a body is not documented']
    const type = String(answer.headers['content-type']).split(';', 1)[0] ?? ''
    const media = content[type]
    if (media === undefined) return [`the content type ${type} is not documented`]
    if (type !== jsonType) return this.schemaProblems(media.schema, body)
    const value = parsed(body)
    if (value === undefined) return ['the body is not JSON']
    return [...this.schemaProblems(media.schema, value), ...errorProblems(media, value, answer)]
  }

  private validator(schema: object): ValidateFunction {
    const known = this.validators.get(schema)
    if (known !== undefined) return known
    const { components } = this.document
    const made = this.ajv.compile({ allOf: [schema], components })
    this.validators.set(schema, made)
    return made
  }
}

/** The status that the example of a shared answer was sent with. */
function statusIn({ content = {} }: DocumentedAnswer): number {
  const [example] = Object.values(content[jsonType]?.examples ?? {})
  return Number((example?.value as ErrorLike | undefined)?.statusCode)
}

/** An error's code must be among the examples, and it must say the same as status and headers. */
function errorProblems({ examples = {} }: MediaType, value: unknown, answer: SeenAnswer): string[] {
  const { success, statusCode, requestId, error } = (value ?? {}) as ErrorLike
  const { status, headers } = answer
  if (success !== false) return []
  const retryAfter = headers['retry-after']
  return [
    ...(String(error?.code) in examples ? [] : [`the code ${error?.code} is not documented`]),
    ...(statusCode === status ? [] : ['statusCode is another than the status']),
    ...(requestId === headers['x-request-id'] ? [] : ['requestId is another than X-Request-ID']),
    ...(String(error?.retryAfter) === String(retryAfter)
      ? []
      : ['retryAfter is another than Retry-After'])
  ]
}

/** CORS preflights are not part of the API (Fetch standard, 3.2). */
function isPreflight({ method, status, body }: SeenAnswer): boolean {
  return method === 'OPTIONS' && status === 204 && body === ''
}

/** The files of the documents' page are not part of the API. */
function isDocsAsset({ url, status }: SeenAnswer): boolean {
  return status < 400 && pathOf(url).startsWith('/api/docs/')
}

/** Whether a path matches a template with `{parameters}`. */
function isFilledIn(template: string, path: string): boolean {
  if (!template.includes('{')) return false
  const parts = path.split('/')
  const wanted = template.split('/')
  return (
    parts.length === wanted.length &&
    wanted.every((part, at) => (part.startsWith('{') ? parts[at] !== '' : part === parts[at]))
  )
}

/** The path as the router reads it: without a trailing slash, decoded if possible, also of an absolute URL. */
function pathOf(url: string): string {
  const sent = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
  const path = sent.replace(/\/$/, '') || '/'
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
