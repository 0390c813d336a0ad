import type { ErrorKind, ErrorKinds } from '#core/errors/error-kind.js'

export const booksErrors = {
  BOOK_NOT_PAUSED: {
    status: 409,
    category: 'conflict',
    retryable: true,
    message:
      'A step of the book is being written: pause the book, and wait until the step has ended'
  },
  BOOK_COMPLETED: {
    status: 409,
    category: 'conflict',
    retryable: false,
    message: 'The book is completed'
  }
} as const satisfies ErrorKinds

declare module '#core/errors/error-codes.js' {
  interface ErrorCodes extends Record<keyof typeof booksErrors, ErrorKind> {}
}
