import { HttpException } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { toAppError } from './to-app-error.js'

describe('An exception', () => {
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
  ])('with status %i becomes %s without its own text', (status, code, sent) => {
    const error = toAppError(new HttpException('canary', status))
    expect(error).toMatchObject({ code, status: sent })
    expect(error.message).not.toContain('canary')
  })

  it.each([[new Error('canary')], ['canary'], [undefined], [{ statusCode: 'odd' }]])(
    'without a status (%j) becomes INTERNAL_ERROR without its text and keeps its cause',
    thrown => {
      const error = toAppError(thrown)
      expect(error.code).toBe('INTERNAL_ERROR')
      expect(error.cause).toBe(thrown)
      expect(error.message).not.toContain('canary')
    }
  )

  it('that is already an AppError is returned unchanged', () => {
    const error = new AppError('AI_TIMEOUT')
    expect(toAppError(error)).toBe(error)
  })
})
