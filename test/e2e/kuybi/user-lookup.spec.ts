import request, { type Test } from 'supertest'
import { answerJson, useScriptedService } from '../../harness/servers/scripted-service.js'
import { metric } from '../../harness/assertions/metrics.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { userId, userToken } from '../../harness/fixtures/tokens.js'
import { startService, type Service } from '../../harness/service/service.js'

/** A server in place of Kuybi. */
const kuybi = useScriptedService()
let service: Service

beforeAll(async () => {
  service = await startService({ KUYBI_URL: `${kuybi.url}/api`, KUYBI_TIMEOUT: '20' })
})
afterAll(() => service.close())

let serial = 0
/** A token that no other test uses. */
const newToken = (role: unknown = 'user'): string => userToken({ jti: String(++serial), role })

const profile = (fields: object) =>
  answerJson(200, { success: true, data: { id: userId, isActive: true, ...fields } })

function list(token: string, { url }: Service = service): Test {
  return request(url).get('/api/v1/stories').set('Authorization', `Bearer ${token}`)
}

describe('With KUYBI_URL set', () => {
  it('Kuybi is asked with the user’s own token, once in a minute', async () => {
    kuybi.respondWith(profile({ role: 'user' }))
    const token = newToken()
    const answers = await Promise.all([list(token), list(token)])
    expect([...answers, await list(token)].map(({ status }) => status)).toEqual([200, 200, 200])
    expect(kuybi.asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${token}`])
  })

  it.each([
    ['an additional role', { role: 'guest', additionalRoles: [{ name: 'User' }] }],
    ['a permission', { role: 'reporter', permissions: [{ action: 'create', subject: 'Story' }] }]
  ])('%s counts that the token does not have', async (_, fields) => {
    kuybi.respondWith(profile(fields))
    expect((await list(newToken('reporter'))).status).toBe(200)
  })

  it('a role that was taken away does not count', async () => {
    kuybi.respondWith(profile({ role: 'guest' }))
    const { status, body } = await list(newToken('user'))
    expect([status, body.message]).toEqual([
      403,
      'Insufficient permissions. Required: create Story'
    ])
  })

  it.each([
    ['that Kuybi refuses', answerJson(401, { message: 'User account is inactive' })],
    ['that is not active', profile({ role: 'user', isActive: false })]
  ])('a user %s gets 401', async (_, script) => {
    kuybi.respondWith(script)
    const { status, body } = await list(newToken())
    expect([status, body.error.details.reason]).toEqual([401, 'revoked'])
  })

  it.each([
    ['fails', answerJson(500, {})],
    ['has no such route', answerJson(404, {})],
    ['forbids the call', answerJson(403, {})],
    ['redirects', answerJson(302, {}, { Location: 'http://127.0.0.1:1/' })],
    ['answers with something else', answerJson(200, ['no user'])],
    ['answers with too much', answerJson(200, { role: 'guest', filler: 'x'.repeat(70_000) })]
  ])('the role of the token decides while Kuybi %s', async (_, script) => {
    kuybi.respondWith(script)
    const before = await metric(service.url, lookups, { result: 'unavailable' })
    expect((await list(newToken('ROLE_User'))).status).toBe(200)
    expect((await list(newToken('guest'))).status).toBe(403)
    expect(await metric(service.url, lookups, { result: 'unavailable' })).toBe(before + 2)
  })

  it('the role of the token decides while Kuybi is unreachable or does not answer', async () => {
    kuybi.respondWith(incoming => void incoming.resume())
    const slow = await startService({ KUYBI_URL: kuybi.url, KUYBI_TIMEOUT: '0.05' })
    const down = await startService({ KUYBI_URL: 'http://127.0.0.1:1' })
    for (const other of [slow, down]) {
      expect((await list(newToken(), other)).status).toBe(200)
      await other.close()
    }
  })

  it('Kuybi is not asked about a key, a forged token or an expired one', async () => {
    kuybi.respondWith(profile({ role: 'user' }))
    const key = await request(service.url).get('/api/v1/stories').set('X-API-Key', testKey)
    const forged = await list(userToken({}, 'a-secret-that-only-the-forger-knows-of'))
    const expired = await list(userToken({ exp: 1 }))
    expect([key.status, forged.status, expired.status]).toEqual([200, 401, 401])
    expect(kuybi.asked).toEqual([])
  })
})

const lookups = 'jiraiya_kuybi_user_lookups_total'
