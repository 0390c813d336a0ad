import { randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import { Database } from '#core/database/database.js'
import type { LedgerEntryRow } from '#modules/billing/tables.js'
import type { Service } from './service.js'

export type Entry = Insertable<LedgerEntryRow>

const usual: Omit<Entry, 'attempt_id' | 'generation_id'> = {
  kind: 'settled',
  owner: 'user:someone',
  credential: 'key:dashboard',
  payer: 'owner',
  model: 'gpt-4o-mini',
  outcome: 'ok',
  prompt_tokens: 100,
  cached_prompt_tokens: 0,
  cache_write_tokens: 0,
  completion_tokens: 50,
  reported: true,
  cost_usd: '0.1',
  price_table: 'test',
  request_id: 'test-request',
  correlation_id: 'test-correlation'
}

/** Writes entries into the ledger of a service, each for a new attempt unless it names one. */
export async function enter(app: Service['app'], ...entries: Partial<Entry>[]): Promise<void> {
  const rows = entries.map(toRow)
  await app.get(Database).queries.insertInto('ledger_entries').values(rows).execute()
}

function toRow(entry: Partial<Entry>): Entry {
  return { ...usual, attempt_id: randomUUID(), generation_id: randomUUID(), ...entry }
}
