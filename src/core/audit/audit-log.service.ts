import { Injectable } from '@nestjs/common'
import { currentContext } from '#core/context/request-context.js'
import type { Queries } from '#core/database/database.js'
import { AuditMetrics } from './audit.metrics.js'

/**
 * What modules record: each adds its actions where it declares its tables or next to the code that
 * records them, by declaration merging. app.audit.ts lists them all.
 */
export interface AuditActions {
  readonly audit_read: true
}

export type AuditAction = keyof AuditActions

export interface AuditEvent {
  readonly action: AuditAction
  /** Whose things were touched. */
  readonly owner: string
  /** Id of the target. */
  readonly target: string
  /** Numbers and names, never a secret or text from a caller. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** The audit log. An event is appended in the transaction of the action that it records. */
@Injectable()
export class AuditLog {
  constructor(private readonly metrics: AuditMetrics) {}

  async append(queries: Queries, event: AuditEvent): Promise<void> {
    const { details, ...row } = toRow(event)
    const values = { ...row, details: JSON.stringify(details) }
    await queries.insertInto('audit_events').values(values).execute()
    this.count(event.action)
  }

  /** A row for a statement that inserts it as JSON, together with others. The caller then calls `count`. */
  rowOf(event: AuditEvent): ReturnType<typeof toRow> {
    return toRow(event)
  }

  count(action: AuditAction): void {
    this.metrics.events.inc({ action })
  }
}

function toRow({ action, owner, target, details = {} }: AuditEvent) {
  const context = currentContext()
  return {
    action,
    owner,
    target,
    details,
    actor_kind: context?.actor?.kind ?? 'service',
    actor: context?.actor?.name ?? 'jiraiya',
    address: context?.address ?? '',
    request_id: context?.requestId ?? '',
    correlation_id: context?.correlationId ?? ''
  }
}
