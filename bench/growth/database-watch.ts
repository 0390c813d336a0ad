import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'

/** Settings of PostgreSQL that the watch needs. */
export const watchSettings = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_planning': 'on'
}

/** Work after the response, and the end of connections, take less. */
const settledMs = 50

export interface DatabaseTime {
  /** Planning and execution of all statements, those of functions and triggers included. */
  readonly ms: number
  readonly statements: number
}

/** What a service does in PostgreSQL. No other load may run meanwhile. */
export class DatabaseWatch {
  private readonly client: Client

  private constructor(client: Client) {
    this.client = client
  }

  static async open(client: Client): Promise<DatabaseWatch> {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
    return new DatabaseWatch(client)
  }

  async timeOf(work: () => Promise<unknown>): Promise<DatabaseTime> {
    await this.client.query('SELECT pg_stat_statements_reset()')
    await work()
    await wait(settledMs)
    const { rows } = await this.client.query<{ ms: number; statements: string }>(`
      SELECT coalesce(sum(total_plan_time + total_exec_time), 0) AS ms,
        coalesce(sum(calls), 0) AS statements
      FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat%'`)
    return { ms: rows[0]?.ms ?? 0, statements: Number(rows[0]?.statements ?? 0) }
  }

  /** The rows and index entries that the work reads, those of functions and triggers included. */
  async rowsReadBy(work: () => Promise<unknown>): Promise<number> {
    await this.flush()
    const before = await this.read()
    await work()
    await wait(settledMs)
    await this.flush()
    return (await this.read()) - before
  }

  private async read(): Promise<number> {
    const { rows } = await this.client.query<{ read: string }>(`
      SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables)
        + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes) AS read`)
    return Number(rows[0]?.read ?? 0)
  }

  /** A session reports its statistics at its end, otherwise up to ten seconds later. */
  private async flush(): Promise<void> {
    const { rowCount } = await this.client.query(`
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'jiraiya'`)
    if (rowCount !== 0) await wait(settledMs)
  }
}
