import { AppError } from './app-error.js'
import { coreErrors } from './core.errors.js'
import { errorKind } from './error-codes.js'
import type { ErrorKind } from './error-kind.js'

describe('AppError', () => {
  it('has message, status and retryability of its code', () => {
    const { message, status, retryable } = errorKind('SERVICE_UNAVAILABLE')
    expect(new AppError('SERVICE_UNAVAILABLE')).toMatchObject({
      name: 'AppError',
      message,
      status,
      retryable,
      details: {},
      replayed: false
    })
  })

  it('may override the message and status of its code, and keeps the cause for the log', () => {
    const cause = new Error('socket closed')
    const error = new AppError('MALFORMED_REQUEST', { status: 431, message: 'Too large', cause })
    expect(error).toMatchObject({ status: 431, message: 'Too large', cause })
    expect(error.kind).toBe(coreErrors.MALFORMED_REQUEST)
  })
})

describe('The error catalogue', () => {
  it.each(Object.entries<ErrorKind>(coreErrors))(
    'allows %s to be retryable only with status 409 or higher',
    (_, kind) => {
      expect(kind.status).toBeGreaterThanOrEqual(kind.retryable ? 409 : 400)
      expect(kind.message).not.toBe('')
    }
  )
})
