import type { ColumnType, Generated } from 'kysely'
import type { TimeOfInsert } from '#core/database/schema.js'

declare module '#core/database/schema.js' {
  interface Schema {
    readonly audit_events: AuditEventRow
  }
}

export interface AuditEventRow {
  readonly id: Generated<string>
  readonly at: TimeOfInsert
  readonly action: string
  readonly actor_kind: string
  readonly actor: string
  readonly owner: string
  readonly target: string
  readonly address: string
  readonly request_id: string
  readonly correlation_id: string
  readonly details: ColumnType<Readonly<Record<string, unknown>>, string, never>
}
