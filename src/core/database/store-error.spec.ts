import { storeError, StoreUnavailable } from './store-error.js'

function errorOf(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

describe('storeError', () => {
  it.each([
    ['EPIPE', 'write EPIPE'],
    ['ECONNRESET', 'read ECONNRESET'],
    ['', 'Query read timeout'],
    ['', 'Connection terminated unexpectedly']
  ])('takes %j %j as a lost connection, whose statement may be written', (code, message) => {
    const error = storeError(errorOf(code, message))
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error).toMatchObject({ mayBeWritten: true })
  })

  it.each(['57P01', '08006', '55P03', '25006'])('takes SQLSTATE %s as unavailable', code => {
    const error = storeError(errorOf(code, 'terminating connection'))
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error).toMatchObject({ mayBeWritten: false })
  })

  it.each(['23505', '42P01', 'XX000', 'P0001'])(
    'takes SQLSTATE %s as an error of the statement',
    code => {
      const error = errorOf(code, 'connection')
      expect(storeError(error)).toBe(error)
    }
  )
})
