import type { ErrorKind, ErrorKinds } from '#core/errors/error-kind.js'

export const storiesErrors = {
  CONTENT_REJECTED: {
    status: 422,
    category: 'business_logic',
    retryable: false,
    message: 'The content is not allowed'
  }
} as const satisfies ErrorKinds

declare module '#core/errors/error-codes.js' {
  interface ErrorCodes extends Record<keyof typeof storiesErrors, ErrorKind> {}
}
