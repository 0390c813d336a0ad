import type { RequestHeader } from '#core/http/openapi/decorators/api-request-headers.decorator.js'

/** The header in the OpenAPI document. */
export const idempotencyKeyHeader: RequestHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes retries safe: the same key with the same body returns the same story and is charged once; with another body it returns 422, and 409 while the first request is still running. Scoped to the owner and the route. Printable ASCII; an empty value counts as absent.',
  schema: { type: 'string', maxLength: 255, pattern: String.raw`^[\x20-\x7e]*$` },
  example: '8e03978e-40d5-43dd-bc93-6894a57f9324'
}
