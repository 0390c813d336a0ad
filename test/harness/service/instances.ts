import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Queries } from '#core/database/database.js'
import type { Schema } from '#core/database/schema.js'
import { startServiceProcess, type ServiceProcess } from '../../../tools/dev/service-process.ts'
import { LedgerReader } from '../assertions/ledger-reader.js'
import { watchedProcess } from '../assertions/leak-detector.js'
import {
  storyRequest,
  testKey,
  testModel,
  testProviderKey,
  testSecret
} from '../fixtures/requests.js'
import { openPool } from './stores.js'
import type { Service } from './service.js'
import { distantLimits } from './settings.js'

type SettingTexts = Readonly<Record<string, string>>

/**
 * The built service as a process that can be killed, frozen and cut off. Its limits are too high to
 * matter.
 */
export async function startInstance(
  settings: SettingTexts,
  program: 'main' | 'worker' = 'main'
): Promise<ServiceProcess> {
  const all = {
    ...distantLimits,
    HOST: '127.0.0.1',
    PORT: '0',
    API_KEYS: testKey,
    JWT_SECRET: testSecret,
    OPENAI_API_KEY: testProviderKey,
    OPENAI_MODEL: testModel,
    FLOOD_LIMIT_PER_MINUTE: '1000000',
    RATE_LIMIT_KEY_PER_MINUTE: '1000000',
    RATE_LIMIT_KEY_PER_HOUR: '1000000',
    RATE_LIMIT_READ_PER_MINUTE: '1000000',
    // Jobs run only where a test is about them.
    WORKER_INLINE: 'false',
    // The tokens of a prompt do not depend on the stories before.
    VARIETY_STORIES: '0',
    ...settings
  }
  const file = fileURLToPath(new URL(`../../../dist/${program}.js`, import.meta.url))
  // A folder without a .env file.
  return watchedProcess(await startServiceProcess(all, tmpdir(), file), all, [storyRequest()])
}

/** A ledger entry of one attempt, and the request it belongs to. */
export interface BookedEntry {
  readonly kind: 'started' | 'settled' | 'lost' | 'refunded'
  readonly attempt: string
  readonly generation: string
  readonly payer: string
  readonly outcome: string
  readonly tokens: number
  readonly cost: string
  /** What the client called its request. */
  readonly request: string
}

/** The ledger, read from the database: no instance needs to run. */
export interface OpenLedger extends Pick<
  LedgerReader,
  'disagreements' | 'reservations' | 'ended' | 'stories'
> {
  entries(): Promise<readonly BookedEntry[]>
  /** Stories whose audit event has the id of another request. */
  auditMistakes(): Promise<readonly unknown[]>
  close(): Promise<void>
}

export function openLedger(databaseUrl: string): OpenLedger {
  const pool = openPool(databaseUrl, 2)
  const queries: Queries = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const ledger = new LedgerReader(() => ({ get: () => ({ queries }) }) as unknown as Service['app'])
  return {
    disagreements: () => ledger.disagreements(),
    reservations: () => ledger.reservations(),
    ended: () => ledger.ended(),
    stories: () => ledger.stories(),
    entries: async () => {
      const { rows } = await sql<BookedEntry>`
        SELECT kind, attempt_id AS attempt, generation_id AS generation, payer, outcome,
          prompt_tokens + completion_tokens AS tokens, trim_scale(cost_usd)::text AS cost,
          correlation_id AS request
        FROM ledger_entries ORDER BY id`.execute(queries)
      return rows
    },
    auditMistakes: async () => {
      const { rows } = await sql`
        SELECT s.id, array_agg(a.correlation_id) AS requests
        FROM stories s JOIN audit_events a ON a.target = s.id::text
        WHERE a.action = 'story_generated'
        GROUP BY s.id HAVING count(*) > 1 OR array_agg(DISTINCT a.correlation_id) <> (
          SELECT array_agg(DISTINCT e.correlation_id) FROM ledger_entries e WHERE e.generation_id = s.id
        )`.execute(queries)
      return rows
    },
    close: () => queries.destroy()
  }
}

export const ofKind = (
  kind: BookedEntry['kind'],
  entries: readonly BookedEntry[]
): readonly BookedEntry[] => entries.filter(entry => entry.kind === kind)

/** Attempts that were settled as lost and stayed so. */
export function stillLost(entries: readonly BookedEntry[]): readonly BookedEntry[] {
  const refunded = new Set(ofKind('refunded', entries).map(({ attempt }) => attempt))
  return ofKind('lost', entries).filter(({ attempt }) => !refunded.has(attempt))
}

export function tokensOf(entries: readonly BookedEntry[]): number {
  return entries.reduce((sum, { tokens }) => sum + tokens, 0)
}

/** A timeout that is longer than any wait on a busy machine. */
const giveUpAfterMs = 300_000

/**
 * Polls, because other processes emit no event.
 * @throws Error when the condition does not hold in time
 */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpAtMs = performance.now() + giveUpAfterMs
  while (!(await holds())) {
    if (performance.now() > giveUpAtMs) throw new Error(`it never came to hold: ${String(holds)}`)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}
