import { counter, metricGroup } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const auditGroup = metricGroup('Audit log', {
  events: counter('jiraiya_audit_events_total', {
    unit: 'events',
    help: 'Audit events written.',
    usedFor: 'A sudden increase of deletions, exports or issued tokens.',
    labels: { action: { bound: 'the audited actions of all modules', max: 20 } }
  })
})

export class AuditMetrics extends MetricsOf(auditGroup) {}
