import type { ColumnType } from 'kysely'
import type { TimeOfInsert } from '#core/database/schema.js'
import type { JobCaller } from '#modules/jobs/job.js'
import type { Contradiction } from './contradictions/find-contradictions.js'
import type { BookPlan, BookRequest, StoredState } from './domain/book.js'

declare module '#core/audit/audit-log.service.js' {
  interface AuditActions {
    readonly book_deleted: true
    readonly book_edited: true
  }
}

declare module '#core/database/schema.js' {
  interface Schema {
    readonly books: BookRow
    readonly book_sections: BookSectionRow
  }
}

export interface BookRow {
  readonly id: string
  readonly owner: string
  readonly state: ColumnType<StoredState, StoredState | undefined, StoredState>
  /** On whose behalf it is written. */
  readonly caller: ColumnType<JobCaller, string, never>
  readonly request: ColumnType<BookRequest, string, never>
  readonly plan: ColumnType<BookPlan | null, string | undefined, string>
  /** Found when the book last changed. */
  readonly contradictions: ColumnType<readonly Contradiction[], string | undefined, string>
  readonly plan_cost_usd: ColumnType<number, number | undefined, number>
  /** The job of the step that is written, or failed. */
  readonly job_id: string | null
  readonly request_id: string
  readonly correlation_id: string
  readonly created_at: TimeOfInsert
  readonly updated_at: ColumnType<Date, Date | undefined, Date>
}

/** A section that is written. Its text is kept here because its owner may change it. */
export interface BookSectionRow {
  readonly book_id: string
  readonly number: number
  readonly job_id: string
  readonly story_id: string
  readonly title: string
  readonly content: string
  readonly count: number
  readonly parts: number
  readonly edited: ColumnType<boolean, boolean | undefined, boolean>
  readonly model: string
  readonly prompt_version: string
  readonly cost_usd: number
  readonly created_at: TimeOfInsert
}
