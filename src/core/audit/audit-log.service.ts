import { Injectable } from '@nestjs/common'
import { currentContext } from '#core/context/request-context.js'
import type { Queries } from '#core/database/database.js'
import { InjectMetric, type Counter } from '#core/metrics/inject-metric.js'

export type AuditAction =
  | 'story_generated'
  | 'story_deleted'
  | 'token_issued'
  | 'budget_set'
  | 'owner_exported'
  | 'owner_erased'
  | 'audit_read'

export interface AuditEvent {
  readonly action: AuditAction
  /** Whose things were touched. */
  readonly owner: string
  /** The id of what was touched. */
  readonly target: string
  /** Numbers and names, never text of a story or a secret. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** Who did what, when, from where: appended, in the transaction of what was done. */
@Injectable()
export class AuditLog {
  constructor(@InjectMetric('jiraiya_audit_events_total') private readonly events: Counter) {}

  async append(queries: Queries, event: AuditEvent): Promise<void> {
    await queries.insertInto('audit_events').values(toRow(event)).execute()
    this.count(event.action)
  }

  /** A row for a statement that appends it together with what was done; `count` it then. */
  rowOf(event: AuditEvent): ReturnType<typeof toRow> {
    return toRow(event)
  }

  count(action: AuditAction): void {
    this.events.inc({ action })
  }
}

function toRow({ action, owner, target, details = {} }: AuditEvent) {
  const context = currentContext()
  return {
    action,
    owner,
    target,
    details: JSON.stringify(details),
    actor_kind: context?.actor?.kind ?? 'service',
    actor: context?.actor?.name ?? 'jiraiya',
    address: context?.address ?? '',
    request_id: context?.requestId ?? '',
    correlation_id: context?.correlationId ?? ''
  }
}
