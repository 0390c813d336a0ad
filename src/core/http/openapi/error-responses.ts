import { AppError } from '#core/errors/app-error.js'
import { toDocumented, type DocumentedError } from './decorators/api-errors.decorator.js'
import { errorBody, type ErrorBody } from '#core/http/errors/error-body.js'
import type { Operation, Reference, Response, Schema } from './document-parts.js'
import { sharedErrors } from './errors-of-any-route.js'
import { exampleRequestId, exampleTime } from './decorators/example-ids.js'
import { addHeader, addSharedHeaders } from './headers.js'

interface Place {
  readonly path: string
  /** Correlation id of the examples. */
  readonly correlationId: string
  /** Whether errors carry the string `detail` of the Python service's errors. */
  readonly legacyDetail: boolean
}

/**
 * Adds a route's own errors to its responses, and references to the errors that every route can return.
 * Where the route has its own response with such a status, that response lists both.
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

/** The error responses that every route refers to. */
export function sharedErrorResponses(correlationId: string): Record<string, Response> {
  return Object.fromEntries(
    sharedErrors.map(({ name, error, path }) => {
      const response: Response = { description: '' }
      addError(response, toDocumented(error), { path, correlationId, legacyDetail: false })
      addSharedHeaders(response)
      return [name, response]
    })
  )
}

/** Bytes that never became a request have no path. */
const early: Pick<Place, 'path' | 'legacyDetail'> = { path: '', legacyDetail: false }

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

/** The 503 of a probe is either its own report or an error. */
function withError(schema: Schema | undefined): Schema {
  const error: Reference = { $ref: '#/components/schemas/ErrorResponse' }
  if (schema === undefined || ('$ref' in schema && schema.$ref === error.$ref)) return error
  return 'oneOf' in schema ? schema : { oneOf: [schema, error] }
}

function exampleOf(error: DocumentedError, place: Place): ErrorBody {
  const request = { requestId: exampleRequestId, ...place }
  const body = errorBody(new AppError(error.code, error), request)
  return { ...body, timestamp: exampleTime }
}
