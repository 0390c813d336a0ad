import { Injectable } from '@nestjs/common'
import { sql, type Updateable } from 'kysely'
import { Database } from '#core/database/database.js'
import type { Job, JobError } from '../job.js'
import { JobCallbacks } from '../job-callbacks.service.js'
import { toJob } from '../jobs.repository.js'
import type { JobRow } from '../tables.js'

/** What operators see of all jobs together. */
export interface JobTotals {
  readonly queued: number
  readonly running: number
  readonly oldestSeconds: number
}

/** The run of a job; a later run has a higher number, and ends the rights of this one. */
type Run = Pick<Job, 'id' | 'attempt'>

/** Begins and ends the runs of jobs. Only the latest run of a job changes it. */
@Injectable()
export class JobRunsRepository {
  constructor(
    private readonly database: Database,
    private readonly callbacks: JobCallbacks
  ) {}

  /** @returns undefined if the job is not open any more */
  async begin(id: string): Promise<Job | undefined> {
    const row = await this.database.queries
      .updateTable('jobs')
      .set({
        state: 'running',
        attempt: sql<number>`attempt + 1`,
        started_at: sql<Date>`coalesce(started_at, now())`
      })
      .where('id', '=', id)
      .where('state', 'in', ['queued', 'running'])
      .returningAll()
      .executeTakeFirst()
    return row && toJob(row)
  }

  /** @returns false if the job was cancelled or deleted, or runs elsewhere */
  complete(run: Run, storyId: string | null): Promise<boolean> {
    return this.end(run, { state: 'completed', story_id: storyId, error: null })
  }

  /** @returns false as `complete` does */
  fail(run: Run, error: JobError): Promise<boolean> {
    return this.end(run, { state: 'failed', error: JSON.stringify(error) })
  }

  /** The job waits for its next run. Returns false as `complete` does. */
  requeue(run: Run, error: JobError): Promise<boolean> {
    return this.end(run, { state: 'queued', error: JSON.stringify(error) })
  }

  /** Whether the job was cancelled or deleted. */
  async isOver(id: string): Promise<boolean> {
    const row = await this.database.queries
      .selectFrom('jobs')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirst()
    return row === undefined || row.state === 'cancelled'
  }

  /** Jobs whose every run ended with its process. */
  async failAbandoned(ids: readonly string[], error: JobError): Promise<void> {
    await this.database.transaction(async transaction => {
      const rows = await transaction
        .updateTable('jobs')
        .set({ state: 'failed', error: JSON.stringify(error), finished_at: sql<Date>`now()` })
        .where('id', 'in', ids)
        .where('state', 'in', ['queued', 'running'])
        .returningAll()
        .execute()
      await this.callbacks.ended(transaction, rows.map(toJob))
    })
  }

  async totals(): Promise<JobTotals> {
    const { rows } = await sql<JobTotals>`
      SELECT (SELECT count(*) FROM (SELECT FROM jobs
          WHERE state = 'queued' AND start_after <= now() LIMIT 10000) q)::integer AS queued,
        (SELECT count(*) FROM (SELECT FROM jobs
          WHERE state = 'running' LIMIT 10000) r)::integer AS running,
        coalesce((SELECT extract(epoch FROM now() - min(start_after)) FROM jobs
          WHERE state = 'queued' AND start_after <= now()), 0)::float AS "oldestSeconds"`.execute(
      this.database.queries
    )
    return rows[0] ?? { queued: 0, running: 0, oldestSeconds: 0 }
  }

  private end({ id, attempt }: Run, values: RunEnd): Promise<boolean> {
    const isOver = values.state !== 'queued'
    return this.database.transaction(async transaction => {
      const row = await transaction
        .updateTable('jobs')
        .set({ ...values, finished_at: isOver ? sql<Date>`now()` : null })
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .where('state', '=', 'running')
        .returningAll()
        .executeTakeFirst()
      if (row !== undefined && isOver) await this.callbacks.ended(transaction, [toJob(row)])
      return row !== undefined
    })
  }
}

type RunEnd = Pick<Updateable<JobRow>, 'state' | 'story_id' | 'error'>
