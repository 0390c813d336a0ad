import { MapField, TextField, TimeField } from '#core/http/openapi/decorators/field.decorators.js'
import { exampleOwner, exampleTime } from '#core/http/openapi/decorators/example-ids.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import type { StoredEvent } from '#modules/admin/audit/audit.repository.js'

const line = { maxLength: 200, pattern: oneLine }

/** An audit event: who did what, when and from where. */
export class AuditEventDto {
  static readonly examples: Readonly<Record<string, AuditEventDto>> = {
    'a budget was set': {
      id: '4711',
      at: exampleTime,
      action: 'budget_set',
      actorKind: 'api-key',
      actor: 'operations',
      owner: exampleOwner,
      target: exampleOwner,
      address: '192.0.2.7',
      requestId: 'operations-0001',
      correlationId: 'kuybi-4f1d2c3b',
      details: { dailyUsd: '0.50', monthlyUsd: null, dailyTokens: null, monthlyTokens: null }
    }
  }

  @TextField({
    description: 'Event id; later events have larger ids.',
    maxLength: 20,
    pattern: '^[0-9]+$'
  })
  readonly id!: string

  @TimeField({ description: 'Time of the event.' })
  readonly at!: string

  @TextField({
    description: 'Action, like `budget_set`.',
    maxLength: 50,
    pattern: '^[a-z_]+$'
  })
  readonly action!: string

  @TextField({
    description: 'Kind of credential: `user`, `api-key`, `service`, `issued` or `anonymous`.',
    maxLength: 20,
    pattern: '^[a-z-]+$'
  })
  readonly actorKind!: string

  @TextField({ description: 'Id of the user, or name of the key or service.', ...line })
  readonly actor!: string

  @TextField({ description: 'Owner of the target.', ...line })
  readonly owner!: string

  @TextField({ description: 'Target of the action.', ...line })
  readonly target!: string

  @TextField({ description: 'IP address of the client.', ...line })
  readonly address!: string

  @TextField({ description: 'Request id of the call.', ...line })
  readonly requestId!: string

  @TextField({ description: 'Correlation id of the call.', ...line })
  readonly correlationId!: string

  @MapField({
    description: 'Numbers and names that depend on the action.',
    maxProperties: 50,
    values: true
  })
  readonly details!: Readonly<Record<string, unknown>>

  static from(row: StoredEvent): AuditEventDto {
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
}
