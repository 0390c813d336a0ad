import { HttpException } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { toAppError } from './to-app-error.js'

describe('Whatever is thrown', () => {
  it.each([
    [400, 'MALFORMED_REQUEST', 400],
    [401, 'AUTHENTICATION_ERROR', 401],
    [403, 'AUTHORIZATION_ERROR', 403],
    [404, 'NOT_FOUND', 404],
    [405, 'METHOD_NOT_ALLOWED', 405],
    [413, 'PAYLOAD_TOO_LARGE', 413],
    [415, 'UNSUPPORTED_MEDIA_TYPE', 415],
    [418, 'MALFORMED_REQUEST', 400],
    [500, 'INTERNAL_ERROR', 500],
    [503, 'INTERNAL_ERROR', 500]
  ])('with status %i becomes %s, and its text stays inside', (status, code, sent) => {
    const error = toAppError(new HttpException('canary', status))
    expect(error).toMatchObject({ code, status: sent })
    expect(error.message).not.toContain('canary')
  })

  it.each([[new Error('canary')], ['canary'], [undefined], [{ statusCode: 'odd' }]])(
    'without one (%p) becomes an opaque INTERNAL_ERROR with its cause kept',
    thrown => {
      const error = toAppError(thrown)
      expect(error.code).toBe('INTERNAL_ERROR')
      expect(error.cause).toBe(thrown)
      expect(error.message).not.toContain('canary')
    }
  )

  it('of our own making stays as it is', () => {
    const error = new AppError('AI_TIMEOUT')
    expect(toAppError(error)).toBe(error)
  })
})
