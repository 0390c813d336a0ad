import { ValidationFailed } from '#core/http/dto/validation.js'
import type { KeyedRequest, Taken } from './idempotency.repository.js'

/** A request with an Idempotency-Key, and what is stored for that key. */
export interface LookedUpKey extends KeyedRequest {
  /** Undefined when the key is new, or when the lookup failed. */
  readonly found?: Taken | undefined
}

/** The platform's request, with what IdempotencyKeyGuard left on it for the handler. */
export interface IdempotentRequest {
  /** An error when the header is malformed: the handler throws it, after the rate limit has counted. */
  idempotencyKey?: LookedUpKey | ValidationFailed
}

/** The value of the header; undefined when it is missing or empty. */
export function parseIdempotencyKey(
  header: string | string[] | undefined
): string | ValidationFailed | undefined {
  const key = String(header ?? '').trim()
  if (key === '') return undefined
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key
  const messages = ['must be 1 to 255 printable ASCII characters']
  return new ValidationFailed([{ field: 'Idempotency-Key', messages }])
}

/** @throws ValidationFailed when the header is malformed */
export function idempotencyKeyOf({ idempotencyKey }: IdempotentRequest): LookedUpKey | undefined {
  if (idempotencyKey instanceof ValidationFailed) throw idempotencyKey
  return idempotencyKey
}
