import { ApiExtension } from '@nestjs/swagger'
import { requestHeadersExtension } from './extensions.js'

/** Headers that only some routes read; the document describes each once. */
export type RequestHeader = 'IdempotencyKey' | 'CacheControl'

/** The headers that a route reads, beside those that every route does. */
export function ApiRequestHeaders(...names: readonly RequestHeader[]): MethodDecorator {
  return ApiExtension(requestHeadersExtension, names)
}
