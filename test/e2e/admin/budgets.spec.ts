import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import request, { type Test } from 'supertest'
import { Database } from '#core/database/database.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const adminKey = 'the-key-of-those-who-run-the-bill-for-all'
const backendKey = 'the-key-of-a-backend-that-may-act-for-users'

const service = useService({
  BUDGET_DAILY_USD: '0.5',
  BUDGETS: JSON.stringify({ owner: { monthlyTokens: 1000 } }),
  API_KEYS: JSON.stringify([
    testKey,
    { name: 'bill', sha256: digestOf(adminKey), scopes: ['admin'] },
    { name: 'backend', sha256: digestOf(backendKey), scopes: ['stories', 'act-as'] }
  ])
})

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

type Method = 'get' | 'put' | 'delete'

function budget(method: Method, owner: string, key = adminKey): Test {
  return request(service.url)[method](`/api/v1/admin/budgets/${owner}`).set('X-API-Key', key)
}

async function auditOf(owner: string): Promise<readonly object[]> {
  return service.app
    .get(Database)
    .queries.selectFrom('audit_events')
    .select(['action', 'actor_kind', 'actor', 'owner', 'target', 'details'])
    .where('owner', '=', owner)
    .orderBy('id')
    .execute()
}

const configured = {
  source: 'configured',
  dailyUsd: 0.5,
  monthlyUsd: null,
  dailyTokens: null,
  monthlyTokens: 1000,
  setBy: null,
  setAt: null
}

describe('An owner’s budget', () => {
  it('is the configured one until an admin sets another', async () => {
    const { status, body } = await budget('get', 'user:quiet')
    expect(status).toBe(200)
    expect(body.data).toMatchObject({ owner: 'user:quiet', ...configured })
    expect(body.data.status).toMatchObject([
      { scope: 'owner', period: 'day', unit: 'usd', limit: 0.5, remaining: 0.5 },
      { scope: 'owner', period: 'month', unit: 'tokens', limit: 1000, remaining: 1000 }
    ])
  })

  it('is replaced as a whole, and visible to its owner', async () => {
    const owner = 'user:heavy'
    const answer = await budget('put', owner).send({ dailyUsd: '1.25', monthlyUsd: null })
    expect(answer.status).toBe(200)
    expect(answer.body.data).toMatchObject({
      owner,
      source: 'admin',
      dailyUsd: 1.25,
      monthlyUsd: null,
      dailyTokens: null,
      monthlyTokens: null,
      setBy: 'key:bill',
      setAt: expect.any(String),
      status: [{ scope: 'owner', period: 'day', unit: 'usd', limit: 1.25, remaining: 1.25 }]
    })
    expect((await budget('get', owner)).body.data).toEqual(answer.body.data)
    const own = await request(service.url)
      .get('/api/v1/usage')
      .set({ 'X-API-Key': backendKey, 'X-User-ID': 'heavy' })
    expect(own.body.data.budgets).toEqual(answer.body.data.status)
  })

  it('can be replaced again and removed', async () => {
    const owner = 'service:kuybi'
    await budget('put', owner).send({ dailyTokens: 10 })
    const second = await budget('put', owner).send({ monthlyTokens: 20 })
    expect(second.body.data).toMatchObject({ dailyTokens: null, monthlyTokens: 20 })
    const gone = await budget('delete', owner)
    expect({ status: gone.status, text: gone.text }).toEqual({ status: 204, text: '' })
    expect((await budget('get', owner)).body.data).toMatchObject({ owner, ...configured })
    expect((await budget('delete', owner)).status).toBe(204)
    const changes = await auditOf(owner)
    expect(changes).toHaveLength(3)
  })

  it('records in the audit log who set it, and to what', async () => {
    await budget('put', 'key:dashboard').send({ dailyUsd: 0.1 })
    expect(await auditOf('key:dashboard')).toEqual([
      {
        action: 'budget_set',
        actor_kind: 'api-key',
        actor: 'bill',
        owner: 'key:dashboard',
        target: 'key:dashboard',
        details: { dailyUsd: '0.1', monthlyUsd: null, dailyTokens: null, monthlyTokens: null }
      }
    ])
  })

  it('is not changed when the audit event cannot be written', async () => {
    const { queries } = service.app.get(Database)
    await sql`ALTER TABLE audit_events ADD CONSTRAINT no_more CHECK (owner <> 'user:atomic')`.execute(
      queries
    )
    expect((await budget('put', 'user:atomic').send({ dailyUsd: 1 })).status).toBe(500)
    await sql`ALTER TABLE audit_events DROP CONSTRAINT no_more`.execute(queries)
    expect((await budget('get', 'user:atomic')).body.data.source).toBe('configured')
  })

  it.each<[number | string, string]>([
    ['0.000000000001', '0.000000000001'],
    [1e-12, '0.000000000001'],
    [1e-7, '0.000000100000'],
    [0.1, '0.100000000000'],
    [0, '0.000000000000'],
    ['999999999.999999999999', '999999999.999999999999']
  ])('keeps %j exactly', async (dailyUsd, kept) => {
    await budget('put', 'user:exact').send({ dailyUsd })
    const row = await service.app
      .get(Database)
      .queries.selectFrom('budgets')
      .select('daily_usd')
      .where('owner', '=', 'user:exact')
      .executeTakeFirstOrThrow()
    expect(row.daily_usd).toBe(kept)
  })

  it.each<[unknown, string]>([
    [{ dailyUsd: -1 }, 'dailyUsd'],
    [{ dailyUsd: '' }, 'dailyUsd'],
    [{ dailyUsd: '1e3' }, 'dailyUsd'],
    [{ dailyUsd: '0.0000000000001' }, 'dailyUsd'],
    [{ dailyUsd: 1.5e-12 }, 'dailyUsd'],
    [{ dailyUsd: 1e21 }, 'dailyUsd'],
    [{ monthlyUsd: true }, 'monthlyUsd'],
    [{ monthlyUsd: [1] }, 'monthlyUsd'],
    [{ dailyTokens: -1 }, 'dailyTokens'],
    [{ dailyTokens: 1.5 }, 'dailyTokens'],
    [{ dailyTokens: '5' }, 'dailyTokens'],
    [{ monthlyTokens: 1e300 }, 'monthlyTokens'],
    [{ dailyUsd: 1, weeklyUsd: 7 }, 'weeklyUsd'],
    [{}, 'dailyUsd'],
    [undefined, 'dailyUsd']
  ])('cannot be set to %j', async (body, field) => {
    const put = budget('put', 'user:wrong')
    const answer = await (body === undefined ? put : put.send(body as object))
    expect(answer.status).toBe(400)
    expect(answer.body.error.details.validation_errors).toMatchObject([{ field }])
    expect((await budget('get', 'user:wrong')).body.data.source).toBe('configured')
  })

  it.each([
    'someone',
    'user:',
    'role:user',
    'global',
    'user:a%20b',
    'user:a%00',
    `user:${'x'.repeat(129)}`
  ])('cannot have the owner %j', async owner => {
    for (const method of ['get', 'put', 'delete'] as const) {
      const { status, body } = await budget(method, owner)
      expect({ status, method }).toEqual({ status: 400, method })
      expect(body.error.details.validation_errors).toMatchObject([{ field: 'owner' }])
    }
  })

  it('requires an admin for every owner', async () => {
    const users = `Bearer ${userToken()}`
    for (const method of ['get', 'put', 'delete'] as const) {
      expect((await budget(method, 'user:x', testKey)).status).toBe(403)
      const own = request(service.url)[method]('/api/v1/admin/budgets/user:x')
      expect((await own.set('Authorization', users)).status).toBe(403)
      expect((await budget(method, 'user:x', '')).status).toBe(401)
    }
  })
})
