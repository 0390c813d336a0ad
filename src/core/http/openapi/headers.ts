import type { OpenAPIObject } from '@nestjs/swagger'
import { acceptableId, oneLine, ownerIdPattern } from './decorators/patterns.js'
import { exampleIds } from './example-ids.js'
import type { Operation, Response } from './document-parts.js'

type Components = NonNullable<OpenAPIObject['components']>
type Headers = NonNullable<Components['headers']>
type Parameters = NonNullable<Components['parameters']>

const id = { type: 'string', minLength: 8, maxLength: 128, pattern: acceptableId } as const

/** Headers of answers. */
export const responseHeaders = {
  'X-Request-ID': {
    description: 'Names this call; the same id is in `requestId` and in our log lines.',
    required: true,
    schema: id,
    example: exampleIds.requestId
  },
  'X-Correlation-ID': {
    description: 'Lives across services; taken from the request when it has one.',
    required: true,
    schema: id,
    example: exampleIds.correlationId
  },
  'Access-Control-Allow-Origin': {
    description: 'The calling page’s origin, when it is one that may call (CORS).',
    schema: { type: 'string', maxLength: 2048, pattern: oneLine },
    example: 'https://dashboard.kuybi.example'
  },
  'Retry-After': {
    description: 'Seconds to wait before trying again, where known.',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 999_999 },
    example: 20
  },
  RateLimit: {
    description: 'What is left of the limit, and the seconds until it is whole again (IETF draft).',
    schema: { type: 'string', maxLength: 200, pattern: oneLine },
    example: '"flood";r=0;t=42'
  },
  'RateLimit-Policy': {
    description: 'The limit: so many requests in so many seconds (IETF draft).',
    schema: { type: 'string', maxLength: 200, pattern: oneLine },
    example: '"flood";q=600;w=60'
  },
  Allow: {
    description: 'The methods that this address answers.',
    required: true,
    schema: { type: 'string', maxLength: 100, pattern: '^([A-Z]+(, [A-Z]+)*)?$' },
    example: 'GET, HEAD'
  },
  'WWW-Authenticate': {
    description: 'How to present a credential (RFC 9110, 11.6.1).',
    required: true,
    schema: { type: 'string', maxLength: 200, pattern: oneLine },
    example: 'Bearer realm="jiraiya"'
  },
  Location: {
    description: 'Where to go.',
    required: true,
    schema: { type: 'string', format: 'uri-reference', maxLength: 2048 },
    example: '/api/docs'
  },
  'Idempotency-Replayed': {
    description: '`true`: the answer to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true'
  }
} as const satisfies Headers

/** Headers of requests; the credentials are security schemes instead. */
export const requestHeaders = {
  RequestId: {
    name: 'X-Request-ID',
    in: 'header',
    required: false,
    description: 'Your own id of this call, echoed; one that is not well formed is replaced.',
    schema: id,
    example: exampleIds.requestId
  },
  CorrelationId: {
    name: 'X-Correlation-ID',
    in: 'header',
    required: false,
    description:
      'An id that lives across services, echoed. Each of the two falls back to the other.',
    schema: id,
    example: exampleIds.correlationId
  },
  UserId: {
    name: 'X-User-ID',
    in: 'header',
    required: false,
    description:
      'The user to act for: API keys and service tokens need the scope `act-as`; beside a user’s own token it must be that user.',
    schema: { type: 'string', maxLength: 128, pattern: ownerIdPattern },
    example: '0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Names this request, so that sending it again cannot cost twice: the same body is answered with the same story, another body is a 422, a request that still runs is a 409. Counts for one owner and one route. Printable ASCII; an empty one counts as absent.',
    schema: { type: 'string', maxLength: 255, pattern: String.raw`^[\x20-\x7e]*$` },
    example: '8e03978e-40d5-43dd-bc93-6894a57f9324'
  },
  CacheControl: {
    name: 'Cache-Control',
    in: 'header',
    required: false,
    description:
      '`no-cache` asks for a new story even where the same request was answered minutes ago.',
    schema: { type: 'string', maxLength: 200, pattern: oneLine },
    example: 'no-cache'
  }
} as const satisfies Parameters

export function addHeader(
  response: Response,
  ...names: readonly (keyof typeof responseHeaders)[]
): void {
  const references = names.map(name => [name, { $ref: `#/components/headers/${name}` }] as const)
  response.headers = { ...response.headers, ...Object.fromEntries(references) }
}

export function addSharedHeaders(response: Response): void {
  addHeader(response, 'X-Request-ID', 'X-Correlation-ID', 'Access-Control-Allow-Origin')
}

export function addParameter(
  operation: Operation,
  ...names: readonly (keyof typeof requestHeaders)[]
): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    ...names.map(name => ({ $ref: `#/components/parameters/${name}` }))
  ]
}
