import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { AppError } from '#core/errors/app-error.js'
import { isFault, namesOf } from './error-names.js'

describe('An error in a span', () => {
  it.each([
    [
      'ours, with a reason',
      new AppError('AI_TIMEOUT', { details: { reason: 'upstream_silent' } }),
      { type: 'upstream_silent', code: 'AI_TIMEOUT' },
      true
    ],
    [
      'the caller’s',
      new AppError('NOT_FOUND', { message: 'canary' }),
      { type: 'NOT_FOUND', code: 'NOT_FOUND' },
      false
    ],
    [
      'the system’s',
      Object.assign(new Error('canary'), { code: 'ECONNREFUSED' }),
      { type: 'Error', code: 'ECONNREFUSED' },
      true
    ],
    ['nobody’s', new ClientDisconnected(), { type: 'ClientDisconnected', code: undefined }, false],
    ['no error at all', 'canary', { type: 'string', code: undefined }, true]
  ])('is its type and code, never its message: %s', (_, error, names, fault) => {
    expect(namesOf(error)).toEqual(names)
    expect(isFault(error)).toBe(fault)
  })
})
