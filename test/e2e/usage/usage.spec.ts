import { createHash, randomUUID } from 'node:crypto'
import request, { type Test } from 'supertest'
import { Database } from '#core/database/database.js'
import { enter } from '../../harness/fixtures/ledger-entries.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const backendKey = 'the-key-of-a-backend-that-may-act-for-users'
const adminKey = 'the-key-of-those-who-run-the-bill-for-all'

const service = useService({
  RATE_LIMIT_PER_MINUTE: '7',
  BUDGET_DAILY_USD: '0.5',
  BUDGET_GLOBAL_DAILY_USD: '99',
  BUDGETS: JSON.stringify({ 'key:backend': { monthlyTokens: 1000 } }),
  API_KEYS: JSON.stringify([
    { name: 'backend', sha256: digestOf(backendKey), scopes: ['stories', 'act-as'] },
    { name: 'bill', sha256: digestOf(adminKey), scopes: ['admin'] }
  ])
})

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

type Headers = Readonly<Record<string, string>>
type Query = Readonly<Record<string, string>>

function ownUsage(headers: Headers): Test {
  return request(service.url).get('/api/v1/usage').set(headers)
}

function ofUser(id: string): Headers {
  return { 'X-API-Key': backendKey, 'X-User-ID': id }
}

function allUsage(query: Query, headers: Headers = { 'X-API-Key': adminKey }): Test {
  return request(service.url).get('/api/v1/admin/usage').query(query).set(headers)
}

function nothingUsed(): object {
  return {
    generations: 0,
    promptTokens: 0,
    completionTokens: 0,
    totalTokens: 0,
    costUsd: 0
  }
}

/** The first moment of this month, UTC, and of the next. */
function thisMonth(): { readonly from: Date; readonly to: Date } {
  const now = new Date()
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  return { from: new Date(Date.UTC(year, month)), to: new Date(Date.UTC(year, month + 1)) }
}

function justBefore(time: Date): Date {
  return new Date(time.getTime() - 1)
}

describe('The usage of an owner', () => {
  it('is 0 before the first story, with all limits', async () => {
    const { status, body } = await ownUsage(ofUser('newcomer'))
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      owner: 'user:newcomer',
      today: nothingUsed(),
      month: nothingUsed(),
      byModel: [],
      budgets: [
        { scope: 'owner', period: 'day', unit: 'usd', limit: 0.5, spent: 0, remaining: 0.5 },
        { scope: 'credential', period: 'month', unit: 'tokens', limit: 1000, remaining: 1000 }
      ]
    })
    expect(body.data.budgets).toHaveLength(2)
    expect(body.data.limits).toContainEqual({
      policy: 'minute',
      limit: 7,
      remaining: 7,
      resetSeconds: 0
    })
  })

  it('sums decimals exactly', async () => {
    const owner = 'user:exact'
    const generation_id = randomUUID()
    await enter(
      service.app,
      { owner, generation_id, cost_usd: '0.1' },
      { owner, generation_id, cost_usd: '0.2' },
      { owner, cost_usd: '0.000000000001', model: 'gpt-4o' }
    )
    const { body } = await ownUsage(ofUser('exact'))
    expect(body.data.today).toMatchObject({
      generations: 2,
      promptTokens: 300,
      completionTokens: 150,
      totalTokens: 450,
      costUsd: 0.300000000001
    })
    expect(body.data.byModel).toMatchObject([
      { model: 'gpt-4o-mini', attempts: 2, totalTokens: 300, costUsd: 0.3 },
      { model: 'gpt-4o', attempts: 1, totalTokens: 150, costUsd: 1e-12 }
    ])
  })

  it('excludes other owners, costs of the service and attempts that only started', async () => {
    const owner = 'user:careful'
    await enter(
      service.app,
      { owner, cost_usd: '0.25' },
      { owner: 'user:other' },
      { owner, payer: 'service' },
      { owner, kind: 'started' }
    )
    const { body } = await ownUsage(ofUser('careful'))
    expect(body.data.month).toMatchObject({ generations: 1, costUsd: 0.25 })
  })

  it('starts and ends with the day and the month, UTC', async () => {
    const owner = 'user:punctual'
    const today = new Date(new Date().toISOString().slice(0, 10))
    const { from, to } = thisMonth()
    await enter(
      service.app,
      { owner, created_at: today, cost_usd: '1' },
      { owner, created_at: from, cost_usd: '10' },
      { owner, created_at: justBefore(from), cost_usd: '100' },
      { owner, created_at: justBefore(to), cost_usd: '1000' },
      { owner, created_at: to, cost_usd: '10000' }
    )
    const { body } = await ownUsage(ofUser('punctual'))
    expect(body.data.month).toMatchObject({
      from: from.toISOString(),
      to: to.toISOString(),
      costUsd: 1011
    })
    const isFirst = today.getTime() === from.getTime()
    const isLast = today.getTime() === to.getTime() - 86_400_000
    expect(body.data.today).toMatchObject({
      from: today.toISOString(),
      costUsd: 1 + (isFirst ? 10 : 0) + (isLast ? 1000 : 0)
    })
  })

  it('includes the spent and the reserved amount of a budget', async () => {
    const period = new Date().toISOString().slice(0, 10)
    await service.app
      .get(Database)
      .queries.insertInto('budget_usage')
      .values({
        account: 'user:spender',
        period,
        spent_usd: '0.1',
        spent_tokens: 10,
        reserved_usd: '0.2',
        reserved_tokens: 20
      })
      .execute()
    const { body } = await ownUsage(ofUser('spender'))
    expect(body.data.budgets[0]).toMatchObject({
      limit: 0.5,
      spent: 0.1,
      reserved: 0.2,
      remaining: 0.2
    })
  })

  it('counts as a read for the rate limit', async () => {
    const left = async (): Promise<number> => {
      const { body, headers } = await ownUsage(ofUser('curious'))
      const limits: readonly { policy: string; remaining: number }[] = body.data.limits
      const remaining = limits.find(({ policy }) => policy === 'read')?.remaining ?? NaN
      expect(headers['x-ratelimit-remaining']).toBe(String(remaining))
      return remaining
    }
    const before = await left()
    expect(await left()).toBe(before - 1)
  })

  it('requires permission to write stories', async () => {
    expect((await ownUsage({})).status).toBe(401)
    expect((await ownUsage({ 'X-API-Key': adminKey })).status).toBe(403)
    const guest = await ownUsage({ Authorization: `Bearer ${userToken({ role: 'guest' })}` })
    expect(guest.status).toBe(403)
  })
})

describe('The usage of all owners', () => {
  const day = (text: string, time = '12:00:00Z'): Date => new Date(`${text}T${time}`)
  const june = { from: '2025-06-01', to: '2025-06-30' }

  beforeAll(() =>
    enter(
      service.app,
      { owner: 'user:a', cost_usd: '0.1', created_at: day('2025-06-01', '00:00:00Z') },
      { owner: 'user:a', cost_usd: '0.2', created_at: day('2025-06-30', '23:59:59.999Z') },
      { owner: 'user:b', cost_usd: '5', model: 'gpt-4o', created_at: day('2025-06-15') },
      {
        owner: 'key:backend',
        cost_usd: '0.07',
        payer: 'service',
        kind: 'lost',
        created_at: day('2025-06-15')
      },
      { owner: 'user:a', kind: 'started', cost_usd: '9', created_at: day('2025-06-15') },
      { owner: 'user:a', cost_usd: '40', created_at: day('2025-07-01', '00:00:00Z') },
      { owner: 'user:a', cost_usd: '50', created_at: day('2025-05-31', '23:59:59.999Z') }
    )
  )

  it('is grouped by owner, highest cost first, with totals', async () => {
    const { status, body } = await allUsage(june)
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      from: '2025-06-01T00:00:00.000Z',
      to: '2025-07-01T00:00:00.000Z',
      total: 3,
      pagination: { page: 1, limit: 20, totalPages: 1, nextCursor: null },
      totals: { attempts: 4, totalTokens: 600, costUsd: 5.37, chargedUsd: 5.3, ownUsd: 0.07 }
    })
    expect(body.data.results).toEqual([
      group(1, { owner: 'user:b', costUsd: 5, chargedUsd: 5, ownUsd: 0 }),
      group(2, { owner: 'user:a', costUsd: 0.3, chargedUsd: 0.3, ownUsd: 0 }),
      group(1, { owner: 'key:backend', costUsd: 0.07, chargedUsd: 0, ownUsd: 0.07 })
    ])
  })

  function group(attempts: number, rest: object): object {
    const promptTokens = 100 * attempts
    const completionTokens = 50 * attempts
    const totalTokens = promptTokens + completionTokens
    return { attempts, promptTokens, completionTokens, totalTokens, ...rest }
  }

  it('can be grouped by day, in order, and by model', async () => {
    const days = await allUsage({ ...june, groupBy: 'day' })
    expect(days.body.data.results).toMatchObject([
      { day: '2025-06-01', costUsd: 0.1 },
      { day: '2025-06-15', costUsd: 5.07 },
      { day: '2025-06-30', costUsd: 0.2 }
    ])
    const models = await allUsage({ ...june, groupBy: 'model' })
    expect(models.body.data.results).toMatchObject([
      { model: 'gpt-4o', costUsd: 5 },
      { model: 'gpt-4o-mini', costUsd: 0.37 }
    ])
  })

  it('is paginated, with totals over all pages', async () => {
    const { body } = await allUsage({ ...june, page: '2', limit: '2' })
    expect(body.data.results).toMatchObject([{ owner: 'key:backend' }])
    expect(body.data).toMatchObject({
      total: 3,
      pagination: { page: 2, limit: 2, totalPages: 2 },
      totals: { costUsd: 5.37 }
    })
    const beyond = await allUsage({ ...june, page: '9' })
    expect(beyond.body.data).toMatchObject({ results: [], total: 3, totals: { costUsd: 5.37 } })
  })

  it.each(['owner', 'model', 'day'])('can be read by cursor (%s)', async groupBy => {
    const query = { ...june, groupBy, limit: '1' }
    const all = (await allUsage({ ...query, limit: '100' })).body.data
    const found: unknown[] = []
    let cursor: string | undefined
    do {
      const { body } = await allUsage({ ...query, ...(cursor && { cursor }) })
      found.push(...body.data.results)
      expect(body.data).toMatchObject({
        total: all.total,
        totals: all.totals,
        pagination: { page: found.length, totalPages: all.total }
      })
      cursor = body.data.pagination.nextCursor
    } while (cursor)
    expect(found).toEqual(all.results)
    expect(found.length).toBeGreaterThan(1)
  })

  it('orders owners of the same cost by name, also by cursor', async () => {
    const created_at = day('2025-02-02')
    for (const owner of ['user:c', 'user:a', 'user:b']) {
      await enter(service.app, { owner, cost_usd: '0.1', created_at })
    }
    const query = { from: '2025-02-02', to: '2025-02-02', limit: '2' }
    const first = (await allUsage(query)).body.data
    const second = (await allUsage({ ...query, cursor: first.pagination.nextCursor })).body.data
    const owners = [...first.results, ...second.results].map(({ owner }) => owner)
    expect(owners).toEqual(['user:a', 'user:b', 'user:c'])
  })

  it.each([
    [{ owner: 'user:a' }, 0.3],
    [{ model: 'gpt-4o' }, 5],
    [{ owner: 'user:a', model: 'gpt-4o' }, 0],
    [{ from: '2025-06-15T12:00:00Z', to: '2025-06-15T12:00:00.001Z' }, 5.07],
    [{ from: '2025-06-15T14:00:00.001+02:00' }, 5.27],
    [{ from: '2025-06-15T23:59:59.999Z', to: '2025-06-16T00:00:00Z' }, 5.07],
    [{ from: '2025-06-16T01:00:00+02:00' }, 5.27],
    [{ to: '2025-06-15T00:00:00Z' }, 0.1]
  ])('can be filtered by %j', async (filter, costUsd) => {
    const { body } = await allUsage({ ...june, ...filter })
    expect(body.data.totals.costUsd).toBe(costUsd)
  })

  it('is of this month by default', async () => {
    const { body } = await allUsage({})
    const { from, to } = thisMonth()
    expect(body.data).toMatchObject({ from: from.toISOString(), to: to.toISOString() })
  })

  it('counts an attempt once that expired and was settled later', async () => {
    const attempt_id = randomUUID()
    const owner = 'user:found'
    const created_at = day('2025-03-03')
    await enter(
      service.app,
      { owner, attempt_id, created_at, kind: 'lost', payer: 'service', cost_usd: '0.3' },
      {
        owner,
        attempt_id,
        created_at,
        kind: 'refunded',
        payer: 'service',
        cost_usd: '-0.3',
        prompt_tokens: -100,
        completion_tokens: -50
      },
      { owner, attempt_id, created_at, cost_usd: '0.1' }
    )
    const { body } = await allUsage({ from: '2025-03-03', to: '2025-03-03' })
    expect(body.data.totals).toEqual(group(1, { costUsd: 0.1, chargedUsd: 0.1, ownUsd: 0 }))
  })

  it.each([
    [{ owner: 'someone' }, 'owner'],
    [{ owner: 'user:' }, 'owner'],
    [{ model: '' }, 'model'],
    [{ model: 'a\u0000b' }, 'model'],
    [{ model: 'x'.repeat(201) }, 'model'],
    [{ groupBy: 'month' }, 'groupBy'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: '2025-02-30' }, 'from'],
    [{ from: '2025-06-01T10:00' }, 'from'],
    [{ to: '2025-06-01T25:00:00Z' }, 'to'],
    [{ from: '2025-07-01', to: '2025-06-30' }, 'from'],
    [{ to: '2000-01-01' }, 'to'],
    [{ page: '0' }, 'page'],
    [{ page: '' }, 'page'],
    [{ page: '1e3' }, 'page'],
    [{ limit: '101' }, 'limit'],
    [{ sortBy: 'cost' }, 'sortBy']
  ])('cannot be queried with %j', async (query, field) => {
    const { status, body } = await allUsage(query)
    expect(status).toBe(400)
    expect(body.error.details.validation_errors).toMatchObject([{ field }])
  })

  it('requires an admin', async () => {
    const token = (role: string): Headers => ({ Authorization: `Bearer ${userToken({ role })}` })
    expect((await allUsage({}, {})).status).toBe(401)
    expect((await allUsage({}, { 'X-API-Key': backendKey })).status).toBe(403)
    expect((await allUsage({}, token('user'))).status).toBe(403)
    expect((await allUsage({}, token('admin'))).status).toBe(200)
  })
})
