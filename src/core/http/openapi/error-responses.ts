import { getSchemaPath } from '@nestjs/swagger'
import { AppError } from '#core/errors/app-error.js'
import { toDocumented, type DocumentedError } from './decorators/api-errors.decorator.js'
import { errorBody, type ErrorBody } from '#core/http/errors/error-body.js'
import type { Operation, Reference, Response, Schema } from './document-parts.js'
import { sharedErrors } from './errors-of-any-route.js'
import { ErrorAnswer } from './error-response.js'
import { exampleIds, exampleTime } from './example-ids.js'
import { addHeader, addSharedHeaders } from './headers.js'

interface Place {
  readonly path: string
  /** Whether errors carry the string `detail` of the Python service's errors. */
  readonly legacyDetail: boolean
}

/**
 * Writes a route's own errors into its answers, and refers to those that any route can meet. Where
 * the route has answers of its own with such a status, both stand there.
 */
export function addErrorResponses(
  operation: Operation,
  declared: readonly DocumentedError[],
  place: Place
): void {
  for (const error of declared) addError(responseFor(operation, error.status), error, place)
  for (const { name, error, path } of sharedErrors) {
    const { code, status } = error
    if (declared.some(own => own.code === code && own.status === status)) continue
    if (operation.responses[status] === undefined) {
      operation.responses[status] = { $ref: `#/components/responses/${name}` }
    } else {
      addError(responseFor(operation, status), toDocumented(error), {
        ...place,
        ...(path === '' && early)
      })
    }
  }
}

/** The answers that any route refers to. */
export function sharedErrorResponses(): Record<string, Response> {
  return Object.fromEntries(
    sharedErrors.map(({ name, error, path }) => {
      const response: Response = { description: '' }
      addError(response, toDocumented(error), { path, legacyDetail: false })
      addSharedHeaders(response)
      return [name, response]
    })
  )
}

/** Bytes that never became a request had no path that could be read. */
const early: Place = { path: '', legacyDetail: false }

function responseFor({ responses }: Operation, status: number): Response {
  return (responses[status] ??= { description: '' }) as Response
}

function addError(response: Response, error: DocumentedError, place: Place): void {
  const { code, status } = error
  const example = exampleOf(error, place)
  const json = ((response.content ??= {})['application/json'] ??= {})
  json.schema = withError(json.schema)
  json.examples = { ...json.examples, [code]: { summary: example.message, value: example } }
  response.description = [response.description, `${code}: ${example.message}.`]
    .filter(Boolean)
    .join(' ')
  if (status === 401) addHeader(response, 'WWW-Authenticate')
  if (status === 405) addHeader(response, 'Allow')
  if (status === 429) addHeader(response, 'RateLimit', 'RateLimit-Policy')
  if (status === 429 || status === 503) addHeader(response, 'Retry-After')
}

/** A probe's 503 is either its own report or an error. */
function withError(schema: Schema | undefined): Schema {
  const error: Reference = { $ref: getSchemaPath(ErrorAnswer) }
  if (schema === undefined || ('$ref' in schema && schema.$ref === error.$ref)) return error
  return 'oneOf' in schema ? schema : { oneOf: [schema, error] }
}

function exampleOf(error: DocumentedError, { path, legacyDetail }: Place): ErrorBody {
  const body = errorBody(new AppError(error.code, error), { ...exampleIds, path, legacyDetail })
  return { ...body, timestamp: exampleTime }
}
