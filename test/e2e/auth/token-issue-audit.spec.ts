import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import request, { type Test } from 'supertest'
import { Database } from '#core/database/database.js'
import { startService, type Service } from '../../harness/service/service.js'

const issuerKey = 'a-key-of-the-tests-that-may-issue-tokens'
const keys = JSON.stringify([
  {
    name: 'issuer',
    sha256: createHash('sha256').update(issuerKey).digest('hex'),
    scopes: ['tokens:issue']
  }
])

let service: Service
beforeAll(async () => {
  service = await startService({ API_KEYS: keys, DB_TIMEOUT_FACTOR: '3' })
})
afterAll(() => service.close())

function issue(userId: string): Test {
  return request(service.url)
    .post('/api/v1/auth/token')
    .set('X-API-Key', issuerKey)
    .set('X-Request-ID', `issue-for-${userId}`)
    .send({ user_id: userId, expires_in_hours: 3 })
}

describe('An issued token', () => {
  it('is recorded in the audit log, without the token itself', async () => {
    const { status, body } = await issue('someone')
    expect(status).toBe(200)
    const rows = await service.app
      .get(Database)
      .queries.selectFrom('audit_events')
      .selectAll()
      .where('target', '=', 'someone')
      .execute()
    expect(rows).toMatchObject([
      {
        action: 'token_issued',
        owner: 'user:someone',
        actor_kind: 'api-key',
        actor: 'issuer',
        request_id: 'issue-for-someone',
        details: { hours: 3 }
      }
    ])
    expect(JSON.stringify(rows)).not.toContain(body.data.access_token)
  })

  it('is not returned when it cannot be recorded', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { promise: locked, resolve: lockedNow } = Promise.withResolvers<void>()
    const holding = service.app.get(Database).transaction(async transaction => {
      await sql`LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE`.execute(transaction)
      lockedNow()
      await held
    })
    await locked
    const { status, body, headers } = await issue('nobody')
    expect([status, body.error.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
    expect(headers['retry-after']).toBe('2')
    expect(JSON.stringify(body)).not.toContain('access_token')
    release()
    await holding
  })
})
