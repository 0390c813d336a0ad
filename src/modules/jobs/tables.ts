import type { ColumnType } from 'kysely'
import type { Time, TimeOfInsert } from '#core/database/schema.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import type { JobCaller, JobError, JobKind, JobState } from './job.js'

declare module '#core/audit/audit-log.service.js' {
  interface AuditActions {
    readonly job_cancelled: true
    readonly job_retried: true
  }
}

declare module '#core/database/schema.js' {
  interface Schema {
    readonly jobs: JobRow
    readonly batches: BatchRow
  }
}

type NullableTime = ColumnType<Date | null, Date | string | null, Date | string | null>

/** A job as its owner sees it. The queue of pg-boss only knows its id. */
export interface JobRow {
  readonly id: string
  readonly owner: string
  readonly kind: ColumnType<JobKind, JobKind | undefined, never>
  readonly batch_id: string | null
  readonly state: JobState
  /** Index of its priority. */
  readonly rank: number
  /** Its turn among the jobs of all owners: the lowest runs first. */
  readonly position: ColumnType<string, number, number>
  /** On whose behalf it runs. */
  readonly caller: ColumnType<JobCaller, string, never>
  readonly request: ColumnType<StoryRequest, string, never>
  readonly bypass_cache: boolean
  /** Number of the current or last run; 0 before the first. */
  readonly attempt: number
  readonly story_id: string | null
  /** Why the last run failed. */
  readonly error: ColumnType<JobError | null, string | null, string | null>
  readonly request_id: string
  readonly correlation_id: string
  readonly start_after: Time
  readonly deadline: NullableTime
  /** Null in rows of older versions. */
  readonly callback_url: string | null
  readonly created_at: TimeOfInsert
  readonly started_at: NullableTime
  readonly finished_at: NullableTime
}

/** Jobs that were created together. */
export interface BatchRow {
  readonly id: string
  readonly owner: string
  readonly size: number
  readonly created_at: TimeOfInsert
}
