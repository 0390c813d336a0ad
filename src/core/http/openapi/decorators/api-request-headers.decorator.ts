import { Documented } from './documented.decorator.js'
import { requestHeadersExtension } from './extensions.js'

/** A header parameter of OpenAPI. */
export interface RequestHeader {
  readonly name: string
  readonly in: 'header'
  readonly required: boolean
  readonly description: string
  readonly schema: {
    readonly type: 'string'
    readonly maxLength: number
    readonly pattern: string
  }
  readonly example: string
}

/** By the name under which the document describes each once. */
export type RequestHeaders = Readonly<Record<string, RequestHeader>>

/** The headers that a route reads, in addition to those of every route. */
export function ApiRequestHeaders(headers: RequestHeaders): MethodDecorator {
  return Documented(({ ApiExtension }) => ApiExtension(requestHeadersExtension, headers))
}
