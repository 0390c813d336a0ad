import type { ErrorKind, ErrorKinds } from '#core/errors/error-kind.js'

export const idempotencyErrors = {
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    category: 'conflict',
    retryable: true,
    message: 'A request with this Idempotency-Key is still running; wait, then send it again'
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    category: 'conflict',
    retryable: false,
    message: 'This Idempotency-Key was used for another request; send a new key'
  }
} as const satisfies ErrorKinds

declare module '#core/errors/error-codes.js' {
  interface ErrorCodes extends Record<keyof typeof idempotencyErrors, ErrorKind> {}
}
