import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import request, { type Test } from 'supertest'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { enter } from '../../harness/fixtures/ledger-entries.js'
import { onlyPage, testKey } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const adminKey = 'the-key-of-those-who-run-the-bill-for-all'
const sha256 = createHash('sha256').update(adminKey).digest('hex')

const service = useService({
  API_KEYS: JSON.stringify([testKey, { name: 'bill', sha256, scopes: ['admin'] }])
})

function audit(query: Readonly<Record<string, string>>, key = adminKey): Test {
  return request(service.url).get('/api/v1/admin/audit').query(query).set('X-API-Key', key)
}

function setBudget(owner: string, dailyUsd: number): Test {
  return request(service.url)
    .put(`/api/v1/admin/budgets/${owner}`)
    .set({
      'X-API-Key': adminKey,
      'X-Request-ID': 'request-of-bill',
      'X-Correlation-ID': 'wide-id-1'
    })
    .send({ dailyUsd })
}

describe('Audit events', () => {
  it('contain actor, action, time and address', async () => {
    await setBudget('user:seen', 1)
    const { status, body } = await audit({ owner: 'user:seen', action: 'budget_set' })
    expect(status).toBe(200)
    expect(body.data).toEqual({
      results: [
        {
          id: expect.stringMatching(/^\d+$/),
          at: expect.any(String),
          action: 'budget_set',
          actorKind: 'api-key',
          actor: 'bill',
          owner: 'user:seen',
          target: 'user:seen',
          address: '127.0.0.1',
          requestId: 'request-of-bill',
          correlationId: 'wide-id-1',
          details: { dailyUsd: '1', monthlyUsd: null, dailyTokens: null, monthlyTokens: null }
        }
      ],
      total: 1,
      pagination: onlyPage
    })
  })

  it('come newest first, in pages', async () => {
    for (const dailyUsd of [1, 2, 3]) await setBudget('user:paged', dailyUsd)
    const query = { owner: 'user:paged', action: 'budget_set', limit: '2' }
    const amounts = async (page: string): Promise<readonly string[]> => {
      const { body } = await audit({ ...query, page })
      expect(body.data).toMatchObject({ total: 3, pagination: { totalPages: 2 } })
      return body.data.results.map(
        ({ details }: { details: { dailyUsd: string } }) => details.dailyUsd
      )
    }
    expect(await amounts('1')).toEqual(['3', '2'])
    expect(await amounts('2')).toEqual(['1'])
    expect(await amounts('3')).toEqual([])
  })

  it('can be read by cursor, although each read appends an event', async () => {
    for (const dailyUsd of [1, 2, 3]) await setBudget('user:by-cursor', dailyUsd)
    const query = { owner: 'user:by-cursor', limit: '2' }
    const first = await audit(query)
    const { nextCursor: cursor } = first.body.data.pagination
    const second = await audit({ ...query, cursor })
    expect(second.body.data).toMatchObject({
      total: 3,
      pagination: { page: 2, totalPages: 2, nextCursor: null }
    })
    const found = [...first.body.data.results, ...second.body.data.results]
    expect(found.map(({ action, details }) => [action, details.dailyUsd])).toEqual([
      ['budget_set', '3'],
      ['budget_set', '2'],
      ['budget_set', '1']
    ])
  })

  it('with the same time appear once each in pages by cursor', async () => {
    const owner = 'user:at-once'
    await sql`
      INSERT INTO audit_events (action, actor_kind, actor, owner, target, address, request_id,
        correlation_id, details)
      SELECT 'budget_set', 'user', 'x', ${owner}, n::text, '', '', '', '{}'
      FROM generate_series(1, 9) n`.execute(service.app.get(Database).queries)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await audit({
        owner,
        action: 'budget_set',
        limit: '4',
        ...(cursor && { cursor })
      })
      found.push(...body.data.results.map(({ target }: { target: string }) => target))
      cursor = body.data.pagination.nextCursor
    } while (cursor)
    expect(found).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1'])
  })

  it('can be filtered by actor and by time', async () => {
    const { queries } = service.app.get(Database)
    const at = (text: string, actor: string) => ({
      at: text,
      action: 'token_issued',
      actor_kind: 'service',
      actor,
      owner: 'user:timed',
      target: 'user:timed',
      address: '::1',
      request_id: '',
      correlation_id: '',
      details: '{}'
    })
    await queries
      .insertInto('audit_events')
      .values([
        at('2025-06-30T23:59:59.999Z', 'early'),
        at('2025-07-01T00:00:00Z', 'kuybi'),
        at('2025-07-01T23:59:59.999Z', 'late'),
        at('2025-07-02T00:00:00Z', 'later')
      ])
      .execute()
    const actors = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const { body } = await audit({ owner: 'user:timed', action: 'token_issued', ...query })
      return body.data.results.map(({ actor }: { actor: string }) => actor)
    }
    expect(await actors({ from: '2025-07-01', to: '2025-07-01' })).toEqual(['late', 'kuybi'])
    expect(await actors({ to: '2025-07-01T00:00:00Z' })).toEqual(['early'])
    expect(await actors({ actor: 'kuybi' })).toEqual(['kuybi'])
  })

  it('include reads of the audit log', async () => {
    await audit({ owner: 'user:watched' })
    const { body } = await audit({ owner: 'user:watched', action: 'audit_read' })
    expect(body.data.results).toMatchObject([{ action: 'audit_read', actor: 'bill' }])
  })

  it.each([
    [{ owner: 'someone' }, 'owner'],
    [{ action: 'Budget Set' }, 'action'],
    [{ actor: '' }, 'actor'],
    [{ from: '2025-13-01' }, 'from'],
    [{ page: 'two' }, 'page'],
    [{ limit: '0' }, 'limit'],
    [{ cursor: 'bm9uc2Vuc2U' }, 'cursor'],
    [{ what: 'ever' }, 'what']
  ])('cannot be queried with %j', async (query, field) => {
    const { status, body } = await audit(query)
    expect(status).toBe(400)
    expect(body.error.details.validation_errors).toMatchObject([{ field }])
  })

  it('require an admin', async () => {
    expect((await audit({}, testKey)).status).toBe(403)
    expect((await audit({}, '')).status).toBe(401)
  })
})

describe.each(['ledger_entries', 'audit_events'] as const)('The table %s', table => {
  it.each([
    ['UPDATE', sql`UPDATE ${sql.table(table)} SET owner = 'user:else'`],
    ['DELETE', sql`DELETE FROM ${sql.table(table)}`],
    ['TRUNCATE', sql`TRUNCATE ${sql.table(table)}`]
  ])('rejects %s', async (_, statement) => {
    const { app } = service
    const { queries } = app.get(Database)
    await enter(app, {})
    const event = { action: 'budget_set', owner: 'user:x', target: 'user:x' } as const
    await app.get(AuditLog).append(queries, event)
    await expect(statement.execute(queries)).rejects.toThrow('appended to, never changed')
  })

  it('allows the retention job to delete only', async () => {
    const { queries } = service.app.get(Database)
    const statement = sql`UPDATE ${sql.table(table)} SET owner = 'user:else'`
    const tried = queries.transaction().execute(async transaction => {
      await sql`SELECT set_config('jiraiya.retention', 'on', true)`.execute(transaction)
      await statement.execute(transaction)
    })
    await expect(tried).rejects.toThrow('appended to, never changed')
  })
})
