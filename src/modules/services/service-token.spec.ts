import jwt from 'jsonwebtoken'
import { ServiceToken } from './service-token.js'

const secret = 'the-secret-that-services-share-in-this-test'

describe('A service token', () => {
  it('names this service, its receiver and a lifetime of an hour', () => {
    const now = Math.floor(Date.now() / 1000)
    const claims = jwt.verify(new ServiceToken(secret, 'kuybi').current(now), secret, {
      algorithms: ['HS256'],
      audience: 'kuybi'
    })
    expect(claims).toMatchObject({ typ: 'service', iss: 'jiraiya', sub: 'jiraiya' })
    expect(claims).toMatchObject({ iat: now, exp: now + 3600 })
  })

  it('is reused, and renewed ten minutes before it expires', () => {
    const token = new ServiceToken(secret, 'kuybi')
    const first = token.current(1000)
    expect(token.current(1000 + 2999)).toBe(first)
    expect(token.current(1000 + 3000)).not.toBe(first)
  })
})
