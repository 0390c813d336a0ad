import { AppError } from './app-error.js'
import { errorCatalogue, type ErrorKind } from './error-catalogue.js'

describe('An AppError', () => {
  it('has message, status and retryability of its code', () => {
    const { message, status, retryable } = errorCatalogue.AI_UNAVAILABLE
    expect(new AppError('AI_UNAVAILABLE')).toMatchObject({
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
    expect(error.kind).toBe(errorCatalogue.MALFORMED_REQUEST)
  })
})

describe('The error catalogue', () => {
  it.each(Object.entries<ErrorKind>(errorCatalogue))(
    'has a retryable %s only from 409 on',
    (_, kind) => {
      expect(kind.status).toBeGreaterThanOrEqual(kind.retryable ? 409 : 400)
      expect(kind.message).not.toBe('')
    }
  )
})
