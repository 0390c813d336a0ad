import { AppError } from './app-error.js'
import { coreErrors } from './core.errors.js'
import { errorKind } from './error-codes.js'
import type { ErrorKind } from './error-kind.js'

describe('An AppError', () => {
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

  it('may be more specific than its code, and keeps the cause for the log', () => {
    const cause = new Error('socket closed')
    const error = new AppError('MALFORMED_REQUEST', { status: 431, message: 'Too large', cause })
    expect(error).toMatchObject({ status: 431, message: 'Too large', cause })
    expect(error.kind).toBe(coreErrors.MALFORMED_REQUEST)
  })
})

describe('The error catalogue', () => {
  it.each(Object.entries<ErrorKind>(coreErrors))(
    'has a retryable %s only from 409 on',
    (_, kind) => {
      expect(kind.status).toBeGreaterThanOrEqual(kind.retryable ? 409 : 400)
      expect(kind.message).not.toBe('')
    }
  )
})
