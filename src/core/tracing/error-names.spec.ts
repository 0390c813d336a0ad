import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { AppError } from '#core/errors/app-error.js'
import { isFault, namesOf } from './error-names.js'

describe('An error in a span', () => {
  it.each([
    [
      'an AppError with a reason',
      new AppError('AI_TIMEOUT', { details: { reason: 'upstream_silent' } }),
      { type: 'upstream_silent', code: 'AI_TIMEOUT' },
      true
    ],
    [
      'a client error',
      new AppError('NOT_FOUND', { message: 'canary' }),
      { type: 'NOT_FOUND', code: 'NOT_FOUND' },
      false
    ],
    [
      'a system error',
      Object.assign(new Error('canary'), { code: 'ECONNREFUSED' }),
      { type: 'Error', code: 'ECONNREFUSED' },
      true
    ],
    ['nobody’s', new ClientDisconnected(), { type: 'ClientDisconnected', code: undefined }, false],
    ['a value that is not an error', 'canary', { type: 'string', code: undefined }, true]
  ])('has its type and code, never its message: %s', (_, error, names, fault) => {
    expect(namesOf(error)).toEqual(names)
    expect(isFault(error)).toBe(fault)
  })
})
