import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { Retention } from '#core/database/retention.js'
import { enter } from '../../harness/fixtures/ledger-entries.js'
import { call, createStory, keyEntry, type Headers } from '../../harness/fixtures/stories.js'
import { ask } from '../../harness/servers/ask.ts'
import { storyRequest } from '../../harness/fixtures/requests.js'
import { eventually } from '../../harness/service/instances.js'
import { startService } from '../../harness/service/service.js'
import { createTwoRoles, type TwoRoles } from '../../harness/service/two-roles.js'
import { useService } from '../../harness/service/use-service.js'

const key = 'a-key-of-the-tests-of-two-database-roles'
const headers: Headers = { 'X-API-Key': key }
const dayMs = 86_400_000

let roles: TwoRoles
beforeAll(async () => {
  roles = await createTwoRoles()
  await roles.migrate()
})
afterAll(() => roles.drop())

const settings = () => ({
  DATABASE_URL: roles.service,
  MIGRATE_ON_START: 'false',
  WORKER_INLINE: 'true',
  API_KEYS: JSON.stringify([keyEntry('all', key, ['stories', 'admin'])]),
  BUDGET_DAILY_USD: '100',
  BUDGET_GLOBAL_DAILY_USD: '1000',
  RETENTION_DAYS: '30',
  LEDGER_RETENTION_DAYS: '30',
  AUDIT_RETENTION_DAYS: '30'
})

/** The log of a service that starts and stops. */
async function logOf(changes: Readonly<Record<string, string>>): Promise<string> {
  const lines: string[] = []
  const service = await startService(changes, line => lines.push(line))
  await service.close()
  return lines.join('')
}

describe('A service whose schema belongs to another role', () => {
  const service = useService(settings)

  const countOf = (table: string): Promise<unknown> =>
    ask(roles.owner, `SELECT count(*)::integer FROM ${table}`)

  it('starts without the warning of one role', async () => {
    expect(await logOf(settings())).not.toContain('db_one_role')
  })

  it('runs and cancels jobs, although it does not own their queue', async () => {
    const job = await call(service, 'post', '/api/v1/jobs', headers).send(storyRequest())
    expect(job.status).toBe(202)
    const { id } = job.body.data
    await eventually(async () => {
      const { body } = await call(service, 'get', `/api/v1/jobs/${id}`, headers).expect(200)
      return body.data.state === 'completed'
    })
    const startAfter = new Date(Date.now() + dayMs).toISOString()
    const waiting = await call(service, 'post', '/api/v1/jobs', headers).send(
      storyRequest({ startAfter })
    )
    const path = `/api/v1/jobs/${waiting.body.data.id}`
    await call(service, 'delete', path, headers).expect(204)
    expect(await countOf("jiraiya_jobs.job WHERE state < 'completed'")).toBe(0)
  })

  it('generates a story with budgets, and repeats it by its Idempotency-Key', async () => {
    const before = await countOf('ledger_entries')
    const once = { ...headers, 'Idempotency-Key': randomUUID() }
    const { body } = await createStory(service, once).expect(201)
    const again = await createStory(service, once).expect(201)
    expect(again.body.data.id).toBe(body.data.id)
    const { body: usage } = await call(service, 'get', '/api/v1/usage', headers).expect(200)
    expect(usage.data).toMatchObject({ owner: 'key:all' })
    expect(await countOf('usage_by_day')).toBeGreaterThan(0)
    expect(await countOf('ledger_entries')).toBe(Number(before) + 2)
  })

  it('reports usage and health, and exports, erases and audits an owner', async () => {
    await createStory(service, headers).expect(201)
    const get = (path: string) => call(service, 'get', path, headers).expect(200)
    await get('/api/v1/admin/usage')
    await get('/api/health')
    await call(service, 'put', '/api/v1/admin/budgets/key:all', headers)
      .send({ dailyUsd: 50 })
      .expect(200)
    const exported = await get('/api/v1/admin/owners/key:all/export')
    expect(exported.body.data.stories.length).toBeGreaterThan(0)
    await call(service, 'delete', '/api/v1/admin/owners/key:all', headers).expect(200)
    expect(await countOf('stories')).toBe(0)
    const audit = await get('/api/v1/admin/audit')
    expect(audit.body.data.results.length).toBeGreaterThan(0)
  })

  it('removes old rows of all tables', async () => {
    const created_at = new Date(Date.now() - 100 * dayMs)
    await enter(service.app, { created_at })
    await ask(
      roles.service,
      `INSERT INTO audit_events (at, action, actor_kind, actor, owner, target, address, request_id,
        correlation_id, details) VALUES (now() - interval '100 days', '', '', '', '', '', '', '', '', '{}')`
    )
    expect(await service.app.get(Retention).run()).toMatchObject({
      ledger_entries: 1,
      usage_by_day: 1,
      audit_events: 1
    })
  })

  it('removes no entry of the last day, whatever time it passes to the function', async () => {
    await enter(service.app, {})
    const before = await countOf('ledger_entries')
    expect(await ask(roles.service, `SELECT remove_old_ledger_entries('infinity')`)).toBe('0')
    expect(await countOf('ledger_entries')).toBe(before)
  })

  it('removes only entries that are older than the days that the owner has set', async () => {
    await enter(service.app, { created_at: new Date(Date.now() - 100 * dayMs) })
    const remove = `SELECT remove_old_ledger_entries('infinity')`
    const limitTo = (days: number) =>
      ask(roles.owner, `UPDATE append_only_tables SET min_days = ${days}`)
    await limitTo(365)
    expect(await ask(roles.service, remove)).toBe('0')
    await limitTo(1)
    expect(await ask(roles.service, remove)).toBe('1')
  })

  describe.each(['ledger_entries', 'audit_events'])('may not change %s:', table => {
    it.each([
      `UPDATE ${table} SET owner = 'user:else'`,
      `DELETE FROM ${table}`,
      `SET jiraiya.retention = 'on'; DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      `ALTER TABLE ${table} OWNER TO CURRENT_USER`,
      `DROP TABLE ${table}`,
      `DROP TRIGGER ${table}_append_only ON ${table}`,
      `CREATE TRIGGER own BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
      `CREATE RULE own AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
      `SELECT 1 FROM ${table} FOR UPDATE`
    ])('%s', async statement => {
      await expect(ask(roles.service, statement)).rejects.toMatchObject({ code: '42501' })
    })
  })

  it.each([
    `SET session_replication_role = 'replica'`,
    `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    `ALTER FUNCTION remove_old_ledger_entries SECURITY INVOKER`,
    `UPDATE append_only_tables SET min_days = 1`,
    `CREATE TABLE own (id integer)`,
    `UPDATE usage_by_day SET cost_usd = 0`,
    `DELETE FROM usage_by_day`,
    `DELETE FROM kysely_migration`,
    `UPDATE schema_steps SET works_since = ''`
  ])('may not run %s', async statement => {
    await expect(ask(roles.service, statement)).rejects.toMatchObject({ code: '42501' })
  })

  it('may not act as the owner', async () => {
    const { username } = new URL(roles.owner)
    await expect(ask(roles.service, `SET ROLE ${username}`)).rejects.toMatchObject({
      code: '42501'
    })
  })

  it('finds its own objects nowhere in the functions of the owner', async () => {
    await enter(service.app, { created_at: new Date(Date.now() - 100 * dayMs) })
    const session = new Client({ connectionString: roles.service })
    await session.connect()
    try {
      await session.query('CREATE TEMPORARY TABLE ledger_entries (created_at timestamptz)')
      const { rows } = await session.query<{ removed: string }>(
        `SELECT remove_old_ledger_entries('infinity') AS removed`
      )
      expect(rows).toEqual([{ removed: '1' }])
    } finally {
      await session.end()
    }
  })

  it('has its rights on later tables after the next migration', async () => {
    await ask(roles.owner, 'CREATE TABLE added (id integer)')
    const add = 'INSERT INTO added VALUES (7) RETURNING id'
    await expect(ask(roles.service, add)).rejects.toMatchObject({ code: '42501' })
    await roles.migrate()
    expect(await ask(roles.service, add)).toBe(7)
  })
})

describe('A service whose schema belongs to its own role', () => {
  it('starts with a warning', async () => {
    expect(await logOf({})).toContain('"db_one_role"')
  })
})
