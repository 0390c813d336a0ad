import type { OpenAPIObject } from '@nestjs/swagger'
import { acceptableId, oneLine, ownerIdPattern } from './decorators/patterns.js'
import { exampleRequestId } from './decorators/example-ids.js'
import type { ApiTexts } from './api-texts.js'
import type { Operation, Response } from './document-parts.js'

type Components = NonNullable<OpenAPIObject['components']>
type Headers = NonNullable<Components['headers']>
type Parameters = NonNullable<Components['parameters']>

const id = { type: 'string', minLength: 8, maxLength: 128, pattern: acceptableId } as const

type Examples = ApiTexts['examples']
type HeaderName = keyof ReturnType<typeof responseHeaders>

/** Response headers. */
export const responseHeaders = (examples: Examples) =>
  ({
    'X-Request-ID': {
      description: 'Request id: identifies this call; same as `requestId` in the body.',
      required: true,
      schema: id,
      example: exampleRequestId
    },
    'X-Correlation-ID': {
      description:
        'Correlation id: identifies the call across services; taken from the request when present.',
      required: true,
      schema: id,
      example: examples.correlationId
    },
    'Access-Control-Allow-Origin': {
      description: 'Origin of the calling page, when that origin is allowed (CORS).',
      schema: { type: 'string', maxLength: 2048, pattern: oneLine },
      example: examples.origin
    },
    'Retry-After': {
      description: 'Seconds to wait before a retry, where known.',
      schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 999_999 },
      example: 20
    },
    RateLimit: {
      description: 'Requests left, and seconds until the window ends (IETF draft).',
      schema: { type: 'string', maxLength: 200, pattern: oneLine },
      example: '"flood";r=0;t=42'
    },
    'RateLimit-Policy': {
      description: 'Limit: requests per window in seconds (IETF draft).',
      schema: { type: 'string', maxLength: 200, pattern: oneLine },
      example: '"flood";q=600;w=60'
    },
    Allow: {
      description: 'Methods that the address supports.',
      required: true,
      schema: { type: 'string', maxLength: 100, pattern: '^([A-Z]+(, [A-Z]+)*)?$' },
      example: 'GET, HEAD'
    },
    'WWW-Authenticate': {
      description:
        'Authentication scheme (RFC 9110, 11.6.1), and why the credential is refused (RFC 6750, 3).',
      required: true,
      schema: { type: 'string', maxLength: 400, pattern: oneLine },
      example:
        'Bearer realm="jiraiya", error="invalid_token", error_description="The bearer token has expired; refresh it or sign in again"'
    },
    Location: {
      description: 'Address of the resource.',
      required: true,
      schema: { type: 'string', format: 'uri-reference', maxLength: 2048 },
      example: '/api/docs'
    },
    ETag: {
      description: 'Tag of this version of the resource, for `If-None-Match` (RFC 9110, 8.8.3).',
      required: true,
      schema: { type: 'string', maxLength: 45, pattern: '^"[A-Za-z0-9_-]{43}"$' },
      example: '"X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE"'
    },
    'Idempotency-Replayed': {
      description:
        '`true` when the response repeats the outcome of an earlier request with the same Idempotency-Key.',
      schema: { type: 'string', enum: ['true'] },
      example: 'true'
    },
    'X-Ignored-Fields': {
      description: 'Unknown fields of the request that had no effect, percent-encoded.',
      schema: { type: 'string', maxLength: 10_000, pattern: oneLine },
      example: 'max_lenght, temperature'
    },
    Warning: {
      description: 'Ignored fields that are within two letters of a known one (RFC 7234, 5.5).',
      schema: { type: 'string', maxLength: 10_000, pattern: oneLine },
      example: '199 jiraiya "max_lenght is ignored; did you mean max_length?"'
    }
  }) as const satisfies Headers

/** Request headers of every route; credentials are security schemes instead. */
export const requestHeaders = (examples: Examples) =>
  ({
    RequestId: {
      name: 'X-Request-ID',
      in: 'header',
      required: false,
      description: 'Request id of the caller, echoed in the response; an invalid one is replaced.',
      schema: id,
      example: exampleRequestId
    },
    CorrelationId: {
      name: 'X-Correlation-ID',
      in: 'header',
      required: false,
      description:
        'Correlation id across services, echoed in the response. Each of the two ids defaults to the other.',
      schema: id,
      example: examples.correlationId
    },
    UserId: {
      name: 'X-User-ID',
      in: 'header',
      required: false,
      description:
        'User to act for. API keys and service tokens need the scope `act-as`; with a user token it must be that user.',
      schema: { type: 'string', maxLength: 128, pattern: ownerIdPattern },
      example: '0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'
    }
  }) as const satisfies Parameters

export function addHeader(response: Response, ...names: readonly HeaderName[]): void {
  const references = names.map(name => [name, { $ref: `#/components/headers/${name}` }] as const)
  response.headers = { ...response.headers, ...Object.fromEntries(references) }
}

export function addSharedHeaders(response: Response): void {
  addHeader(response, 'X-Request-ID', 'X-Correlation-ID', 'Access-Control-Allow-Origin')
}

export function addParameter(operation: Operation, ...names: readonly string[]): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    ...names.map(name => ({ $ref: `#/components/parameters/${name}` }))
  ]
}
