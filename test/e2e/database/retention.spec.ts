import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { Retention } from '#core/database/retention.js'
import type { Schema } from '#core/database/schema.js'
import { enter } from '../../harness/fixtures/ledger-entries.js'
import { useService } from '../../harness/service/use-service.js'

const now = new Date('2026-11-20T12:00:00Z')
const dayMs = 86_400_000

function daysAgo(days: number): Date {
  return new Date(now.getTime() - days * dayMs)
}

const limited = useService({
  RETENTION_DAYS: '30',
  LEDGER_RETENTION_DAYS: '60',
  AUDIT_RETENTION_DAYS: '90'
})
const keeping = useService({ AUDIT_RETENTION_DAYS: '0' })

type Service = typeof limited

async function countOf(service: Service, table: keyof Schema): Promise<number> {
  const { count } = await service.app
    .get(Database)
    .queries.selectFrom(table)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function keep(service: Service, ...ages: readonly number[]): Promise<void> {
  const { queries } = service.app.get(Database)
  for (const age of ages) {
    const at = daysAgo(age)
    await keepStory(service, at)
    const attempt_id = randomUUID()
    await enter(
      service.app,
      { attempt_id, kind: 'started', created_at: at },
      { attempt_id, created_at: at }
    )
    await queries
      .insertInto('audit_events')
      .values({
        at,
        action: 'budget_set',
        actor_kind: 'user',
        actor: 'x',
        owner: 'user:x',
        target: 'user:x',
        address: '',
        request_id: '',
        correlation_id: '',
        details: '{}'
      })
      .execute()
  }
}

async function keepStory(service: Service, created_at: Date): Promise<void> {
  await service.app
    .get(Database)
    .queries.insertInto('stories')
    .values({
      id: randomUUID(),
      owner: 'user:x',
      title: 'A title',
      content: 'A story.',
      summary: '',
      tags: [],
      language: 'en',
      audience: 'general',
      genre: 'fairy tale',
      tone: 'neutral',
      keywords: [],
      keywords_used: [],
      keywords_missing: [],
      lacks: [],
      word_count: 2,
      model: 'gpt-4o-mini',
      cached: false,
      prompt_tokens: 1,
      completion_tokens: 1,
      cost_usd: '0',
      prompt_version: '1',
      created_at
    })
    .execute()
}

async function keepKey(service: Service, key: string, expires_at: Date): Promise<void> {
  await service.app
    .get(Database)
    .queries.insertInto('idempotency_keys')
    .values({
      owner: 'user:x',
      route: 'generate',
      key,
      fingerprint: '',
      claim_id: randomUUID(),
      state: 'done',
      lease_until: expires_at,
      expires_at
    })
    .execute()
}

function run(service: Service): ReturnType<Retention['run']> {
  return service.app.get(Retention).run(now)
}

describe('Retention', () => {
  it('removes rows older than the configured days, and nothing else', async () => {
    await keep(limited, 29, 31, 59, 61, 89, 91)
    expect(await run(limited)).toMatchObject({ stories: 5, ledger_entries: 6, audit_events: 1 })
    expect(await countOf(limited, 'stories')).toBe(1)
    expect(await countOf(limited, 'ledger_entries')).toBe(6)
    expect(await countOf(limited, 'audit_events')).toBe(5)
    expect(await run(limited)).toMatchObject({ stories: 0, ledger_entries: 0, audit_events: 0 })
  })

  it('retains rows forever with 0 days', async () => {
    await keep(keeping, 10_000)
    await run(keeping)
    expect(await countOf(keeping, 'stories')).toBe(1)
    expect(await countOf(keeping, 'ledger_entries')).toBe(2)
    expect(await countOf(keeping, 'audit_events')).toBe(1)
  })

  it('removes Idempotency-Keys that have expired', async () => {
    await keepKey(keeping, 'old', new Date(now.getTime() - 1))
    await keepKey(keeping, 'new', now)
    expect(await run(keeping)).toMatchObject({ idempotency_keys: 1 })
    expect(await countOf(keeping, 'idempotency_keys')).toBe(1)
  })

  it('removes budget usage older than thirteen months', async () => {
    const { queries } = keeping.app.get(Database)
    const periods = ['2025-09', '2025-09-30', '2025-10', '2025-10-01', '2026-11']
    const nothing = { spent_usd: '0', spent_tokens: 0, reserved_usd: '0', reserved_tokens: 0 }
    const rows = periods.map(period => ({ account: 'user:x', period, ...nothing }))
    await queries.insertInto('budget_usage').values(rows).execute()
    expect(await run(keeping)).toMatchObject({ budget_usage: 2 })
    const left = await queries.selectFrom('budget_usage').select('period').execute()
    expect(left.map(({ period }) => period).toSorted()).toEqual(periods.slice(2))
  })

  it('removes more than one batch', async () => {
    const { queries } = keeping.app.get(Database)
    await sql`INSERT INTO idempotency_keys
      (owner, route, key, fingerprint, claim_id, state, lease_until, expires_at)
      SELECT 'user:many', 'generate', n::text, '', gen_random_uuid(), 'done', now(), '2026-01-01'
      FROM generate_series(1, 2500) n`.execute(queries)
    expect(await run(keeping)).toMatchObject({ idempotency_keys: 2500 })
  })

  it('does nothing while another instance runs it', async () => {
    await keepKey(keeping, 'contended', daysAgo(1))
    const { queries } = keeping.app.get(Database)
    await queries.transaction().execute(async transaction => {
      await sql`SELECT pg_advisory_xact_lock(7264301155)`.execute(transaction)
      expect(await run(keeping)).toMatchObject({ idempotency_keys: 0 })
    })
    expect(await run(keeping)).toMatchObject({ idempotency_keys: 1 })
  })

  it('does not allow other statements to delete from the ledger', async () => {
    await keep(keeping, 1)
    await run(keeping)
    const { queries } = keeping.app.get(Database)
    const removal = sql`DELETE FROM ledger_entries`.execute(queries)
    await expect(removal).rejects.toThrow('appended to, never changed')
  })
})
