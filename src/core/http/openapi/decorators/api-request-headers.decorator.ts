import { Documented } from './documented.decorator.js'
import { requestHeadersExtension } from './extensions.js'

/** Request headers of some routes only; the document describes each once. */
export type RequestHeader = 'IdempotencyKey' | 'CacheControl'

/** The headers that a route reads, in addition to those of every route. */
export function ApiRequestHeaders(...names: readonly RequestHeader[]): MethodDecorator {
  return Documented(({ ApiExtension }) => ApiExtension(requestHeadersExtension, names))
}
