import type { ErrorKind, ErrorKinds } from '#core/errors/error-kind.js'

export const billingErrors = {
  BUDGET_EXCEEDED: {
    status: 429,
    category: 'rate_limit',
    retryable: false,
    message: 'The budget does not allow another story'
  }
} as const satisfies ErrorKinds

declare module '#core/errors/error-codes.js' {
  interface ErrorCodes extends Record<keyof typeof billingErrors, ErrorKind> {}
}
