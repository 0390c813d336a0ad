import { Injectable } from '@nestjs/common'
import { sql, type Selectable, type SqlBool } from 'kysely'
import type { Owner } from '#core/access/principal.js'
import { countUpTo } from '#core/database/count-up-to.js'
import { Database, type DatabaseTransaction, type Queries } from '#core/database/database.js'
import { jsonParameter } from '#core/database/parameters/json-parameter.js'
import { toSliceOf, type Slice, type SliceOf } from '#core/paging/slice.js'
import type { CompletedKey } from '#modules/idempotency/claim.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'
import {
  jobPriorities,
  openStates,
  type Job,
  type JobCaller,
  type JobKind,
  type JobState,
  type NewJob
} from './job.js'
import type { JobRow } from './tables.js'

/** A job to insert, with its id. */
export type IdentifiedJob = NewJob & { readonly id: string }

/** What the jobs of one request have in common. */
export interface JobOrigin {
  readonly kind: JobKind
  readonly caller: JobCaller
  readonly batchId: string | null
  readonly bypassCache: boolean
  readonly requestId: string
  readonly correlationId: string
}

export interface JobFilter {
  /** Undefined for the jobs of all owners. */
  readonly owner?: Owner | undefined
  readonly state?: JobState | undefined
  readonly batchId?: string | undefined
}

/** The turn of a job: pg-boss runs the highest priority first. */
export interface JobTurn {
  readonly id: string
  readonly position: number
}

/** The jobs as their owners see them. */
@Injectable()
export class JobsRepository {
  constructor(private readonly database: Database) {}

  async countWaiting(queries: Queries, owner: Owner, limit: number): Promise<number> {
    const rows = queries
      .selectFrom('jobs')
      .select('id')
      .where('owner', '=', owner)
      .where('state', '=', 'queued')
      .limit(limit)
    const { waiting } = await queries
      .selectFrom(rows.as('rows'))
      .select(({ fn }) => fn.countAll<string>().as('waiting'))
      .executeTakeFirstOrThrow()
    return Number(waiting)
  }

  /**
   * Inserts jobs. A job takes its turn after as many jobs of each other owner as its own owner has waiting with at
   * least its priority, so that one owner with many jobs does not make the others wait.
   */
  async insert(
    transaction: DatabaseTransaction,
    jobs: readonly IdentifiedJob[],
    { kind, caller, batchId, bypassCache, requestId, correlationId }: JobOrigin
  ): Promise<readonly JobTurn[]> {
    const rows = jobs.map(({ id, priority, request, startAfter, deadline, callbackUrl }, n) => ({
      n,
      id,
      rank: jobPriorities.indexOf(priority),
      request,
      start_after: startAfter,
      deadline,
      callback_url: callbackUrl
    }))
    const { owner } = caller
    const { rows: turns } = await sql<{ readonly id: string; readonly position: string }>`
      WITH fresh AS (
        SELECT *, row_number() OVER (PARTITION BY rank ORDER BY n) AS nth
        FROM jsonb_to_recordset(${jsonParameter(rows)}::jsonb) AS j(n integer, id uuid, rank smallint,
          request jsonb, start_after timestamptz, deadline timestamptz, callback_url text)
      )
      INSERT INTO jobs (id, owner, kind, batch_id, rank, position, caller, request, bypass_cache,
        request_id, correlation_id, start_after, deadline, callback_url)
      SELECT f.id, ${owner}, ${kind}, ${batchId}::uuid, f.rank,
        coalesce((SELECT min(position) FROM jobs WHERE state = 'queued' AND start_after <= now()), 0)
          + (SELECT count(*) FROM jobs w
            WHERE w.owner = ${owner} AND w.state = 'queued' AND w.rank >= f.rank)
          + f.nth,
        ${jsonParameter(caller)}::jsonb, f.request, ${bypassCache}, ${requestId}, ${correlationId},
        coalesce(f.start_after, now()), f.deadline, f.callback_url
      FROM fresh f ORDER BY f.n
      RETURNING id, position`.execute(transaction)
    return turns.map(({ id, position }) => ({ id, position: Number(position) }))
  }

  /** Repeated requests with the key get the same job or batch. */
  async completeKey(
    transaction: DatabaseTransaction,
    { owner, route, key, claimId }: CompletedKey,
    id: string
  ): Promise<void> {
    await transaction
      .updateTable('idempotency_keys')
      .set({ state: 'done', story_id: id })
      .where('owner', '=', owner)
      .where('route', '=', route)
      .where('key', '=', key)
      .where('claim_id', '=', claimId)
      .execute()
  }

  /** @param owner undefined for a job of any owner */
  async find(id: string, owner: Owner | undefined): Promise<Job | undefined> {
    if (!isStoryId(id)) return undefined
    const row = await this.database.queries
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', id)
      .$if(owner !== undefined, jobs => jobs.where('owner', '=', owner as Owner))
      .executeTakeFirst()
    return row && toJob(row)
  }

  /** The newest first. */
  async list({ owner, state, batchId }: JobFilter, slice: Slice): Promise<SliceOf<Job>> {
    const { queries } = this.database
    const matching = queries
      .selectFrom('jobs')
      .$if(owner !== undefined, jobs => jobs.where('owner', '=', owner as Owner))
      .$if(state !== undefined, jobs => jobs.where('state', '=', state as JobState))
      .$if(batchId !== undefined, jobs => jobs.where('batch_id', '=', batchId as string))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
    const [at, id] = slice.after ?? []
    const size = slice.size ?? (await countUpTo(queries, matching))
    const rows = await (
      at === undefined ? matching : matching.where(sql<SqlBool>`(created_at, id) < (${at}, ${id})`)
    )
      .selectAll()
      .offset(slice.offset)
      .limit(slice.limit + 1)
      .execute()
    const { results, next } = toSliceOf(rows, slice, size, row => [
      row.created_at.toISOString(),
      row.id
    ])
    return { results: results.map(toJob), next, size }
  }

  /** @returns the jobs that were open */
  async cancel(
    transaction: DatabaseTransaction,
    filter: { readonly owner: Owner; readonly id?: string; readonly batchId?: string }
  ): Promise<readonly Job[]> {
    const { owner, id, batchId } = filter
    const rows = await transaction
      .updateTable('jobs')
      .set({ state: 'cancelled', finished_at: sql<Date>`now()` })
      .where('owner', '=', owner)
      .where('state', 'in', openStates)
      .$if(id !== undefined, jobs => jobs.where('id', '=', id as string))
      .$if(batchId !== undefined, jobs => jobs.where('batch_id', '=', batchId as string))
      .returningAll()
      .execute()
    return rows.map(toJob)
  }

  /** Makes a failed job wait again. */
  async reopen(transaction: DatabaseTransaction, id: string): Promise<JobTurn | undefined> {
    const row = await transaction
      .updateTable('jobs')
      .set({ state: 'queued', finished_at: null, deadline: null, start_after: sql<Date>`now()` })
      .where('id', '=', id)
      .where('state', '=', 'failed')
      .returning(['id', 'position'])
      .executeTakeFirst()
    return row && { id: row.id, position: Number(row.position) }
  }
}

export function toJob(row: Selectable<JobRow>): Job {
  return {
    id: row.id,
    owner: row.owner as Owner,
    kind: row.kind,
    batchId: row.batch_id,
    state: row.state,
    priority: jobPriorities[row.rank] ?? 'normal',
    caller: row.caller,
    request: row.request,
    bypassCache: row.bypass_cache,
    attempt: row.attempt,
    storyId: row.story_id,
    error: row.error,
    requestId: row.request_id,
    correlationId: row.correlation_id,
    startAfter: row.start_after,
    deadline: row.deadline,
    callbackUrl: row.callback_url,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at
  }
}
