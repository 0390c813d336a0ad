import type { ColumnType } from 'kysely'
import type { Decimal, TimeOfInsert } from '#core/database/schema.js'
import type { StoryChecks } from './domain/story-checks.js'
import type { StoryIndicators } from './domain/story-indicators.js'
import type { Revision } from './domain/revisions/revision.js'

declare module '#core/access/principal.js' {
  interface Scopes {
    /** Generate stories and keep them. */
    readonly stories: true
  }
}

declare module '#core/audit/audit-log.service.js' {
  interface AuditActions {
    readonly story_generated: true
    readonly story_deleted: true
    readonly owner_exported: true
    readonly owner_erased: true
  }
}

declare module '#core/database/schema.js' {
  interface Schema {
    readonly stories: StoryRow
  }
}

export interface StoryRow {
  readonly id: string
  readonly owner: string
  readonly title: string
  readonly content: string
  readonly summary: string
  readonly tags: string[]
  readonly language: string
  readonly audience: string
  readonly genre: string
  readonly tone: string
  readonly keywords: string[]
  readonly keywords_used: string[]
  readonly keywords_missing: string[]
  /** Empty in the rows of older code. */
  readonly keywords_unconfirmed: ColumnType<string[], string[] | undefined, never>
  readonly word_count: number
  readonly lacks: string[]
  /** Null in the rows of older code. */
  readonly checks: ColumnType<StoryChecks | null, StoryChecks | null | undefined, never>
  /** Null until they are computed, and in the rows of older code. */
  readonly indicators: ColumnType<
    StoryIndicators | null,
    StoryIndicators | null | undefined,
    StoryIndicators
  >
  readonly model: string
  readonly cached: boolean
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly cost_usd: Decimal
  readonly prompt_version: string
  /** Whether the budget did not allow the whole story, or its repair. */
  readonly budget_limited: ColumnType<boolean, boolean | undefined, never>
  /** Null for a story that is no revision, and in the rows of older code, as `revision`. */
  readonly parent_id: ColumnType<string | null, string | null | undefined, never>
  readonly revision: ColumnType<Revision | null, Revision | null | undefined, never>
  readonly created_at: TimeOfInsert
}
