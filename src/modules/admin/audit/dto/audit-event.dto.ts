import { MapField, TextField, TimeField } from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import type { FoundEvents } from '#modules/admin/audit/audit.repository.js'

const line = { maxLength: 200, pattern: oneLine }

/** An event: who did what, when, from where. */
export class AuditReport {
  @TextField({
    description: 'Its number; later events have larger ones.',
    maxLength: 20,
    pattern: '^[0-9]+$'
  })
  readonly id!: string

  @TimeField({ description: 'When.' })
  readonly at!: string

  @TextField({
    description: 'What was done, like `budget_set`.',
    maxLength: 50,
    pattern: '^[a-z_]+$'
  })
  readonly action!: string

  @TextField({
    description: 'What kind of credential: `user`, `api-key`, `service`, `issued` or `anonymous`.',
    maxLength: 20,
    pattern: '^[a-z-]+$'
  })
  readonly actorKind!: string

  @TextField({ description: 'The id of the user, the name of the key or of the service.', ...line })
  readonly actor!: string

  @TextField({ description: 'Whose things were touched.', ...line })
  readonly owner!: string

  @TextField({ description: 'What was touched.', ...line })
  readonly target!: string

  @TextField({ description: 'Where the call came from.', ...line })
  readonly address!: string

  @TextField({ description: 'As in the header X-Request-ID of that call.', ...line })
  readonly requestId!: string

  @TextField({ description: 'As in the header X-Correlation-ID of that call.', ...line })
  readonly correlationId!: string

  @MapField({
    description: 'Numbers and names; depends on the action.',
    maxProperties: 50,
    values: true
  })
  readonly details!: Readonly<Record<string, unknown>>
}

export function toAuditReport(row: FoundEvents['events'][number]): AuditReport {
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    actorKind: row.actor_kind,
    actor: row.actor,
    owner: row.owner,
    target: row.target,
    address: row.address,
    requestId: row.request_id,
    correlationId: row.correlation_id,
    details: row.details
  }
}
