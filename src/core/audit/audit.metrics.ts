import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const auditGroup = metricGroup('Audit log', {
  events: counter('jiraiya_audit_events_total', {
    unit: 'events',
    help: 'Audit events written.',
    usedFor: 'A sudden increase of deletions, exports or issued tokens.',
    labels: {
      action: oneOf(
        'story_generated',
        'story_deleted',
        'token_issued',
        'budget_set',
        'owner_exported',
        'owner_erased',
        'audit_read'
      )
    }
  })
})

export class AuditMetrics extends MetricsOf(auditGroup) {}
