import type { OpenAPIObject } from '@nestjs/swagger'
import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { valueOf } from './random-values.js'
import {
  brokenBody,
  brokenHeaders,
  brokenMethod,
  brokenPath,
  type RandomRequest
} from './request-changes.js'

interface Operation {
  readonly method: string
  readonly path: string
  readonly body?: object
}

type Headers = Readonly<Record<string, string>>

/**
 * Requests out of an OpenAPI document: half of them valid but for chance, the others broken in
 * body, method, address, content type or headers.
 *
 * @param credentials headers that let in
 */
export function randomRequest(
  document: OpenAPIObject,
  credentials: readonly Headers[]
): Arbitrary<RandomRequest> {
  const operations = operationsOf(document)
  // What takes a body has more ways to go wrong.
  const operation = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...operations.filter(({ body }) => body)) },
    { weight: 1, arbitrary: fc.constantFrom(...operations) }
  )
  const key = fc.constantFrom(...credentials)
  return operation.chain(target =>
    fc.oneof(
      { weight: 4, arbitrary: valid(document, target, key) },
      { weight: 5, arbitrary: broken(document, target, key) }
    )
  )
}

function operationsOf({ paths }: OpenAPIObject): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'delete'] as const).flatMap(method => {
      const operation = item[method]
      if (operation === undefined) return []
      const { requestBody } = operation
      const body =
        requestBody && 'content' in requestBody
          ? requestBody.content['application/json']?.schema
          : undefined
      return [{ method: method.toUpperCase(), path, ...(body && { body }) }]
    })
  )
}

function valid(
  document: OpenAPIObject,
  { method, path, body }: Operation,
  key: Arbitrary<Headers>
): Arbitrary<RandomRequest> {
  if (body === undefined) return key.map(headers => ({ method, path, headers }))
  return fc.tuple(valueOf(document, body), key).map(([value, headers]) => ({
    method,
    path,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: Buffer.from(JSON.stringify(value))
  }))
}

/** A valid request and up to three things wrong with it. */
function broken(
  document: OpenAPIObject,
  operation: Operation,
  key: Arbitrary<Headers>
): Arbitrary<RandomRequest> {
  const change = fc.oneof(
    { weight: 6, arbitrary: brokenBody },
    { weight: 2, arbitrary: brokenHeaders },
    { weight: 1, arbitrary: brokenMethod },
    { weight: 1, arbitrary: brokenPath }
  )
  return fc
    .tuple(valid(document, operation, key), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([request, changes]) => changes.reduce((sum, apply) => apply(sum), request))
}
