import type { RequestHeader } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'

/** The header in the OpenAPI document. */
export const cacheControlHeader: RequestHeader = {
  name: 'Cache-Control',
  in: 'header',
  required: false,
  description: '`no-cache` bypasses the cache and generates a new story.',
  schema: { type: 'string', maxLength: 200, pattern: oneLine },
  example: 'no-cache'
}
