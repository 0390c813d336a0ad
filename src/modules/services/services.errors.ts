import type { ErrorKind, ErrorKinds } from '#core/errors/error-kind.js'

export const servicesErrors = {
  EXTERNAL_SERVICE_ERROR: {
    status: 502,
    category: 'external_service',
    retryable: false,
    message: 'Another service refused the call'
  }
} as const satisfies ErrorKinds

declare module '#core/errors/error-codes.js' {
  interface ErrorCodes extends Record<keyof typeof servicesErrors, ErrorKind> {}
}
