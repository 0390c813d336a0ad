import type { ErrorKind, ErrorKinds } from '#core/errors/error-kind.js'

export const jobsErrors = {
  JOB_NOT_FAILED: {
    status: 409,
    category: 'conflict',
    retryable: false,
    message: 'Only a failed job can be run again'
  }
} as const satisfies ErrorKinds

declare module '#core/errors/error-codes.js' {
  interface ErrorCodes extends Record<keyof typeof jobsErrors, ErrorKind> {}
}
