import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const idempotencyGroup = metricGroup('Idempotency', {
  requests: counter('jiraiya_idempotency_total', {
    unit: 'requests',
    help: 'Requests with an Idempotency-Key.',
    usedFor: 'replayed and running: clients that retry. mismatch: a client that reuses its keys.',
    labels: { result: oneOf('first', 'replayed', 'running', 'mismatch') }
  })
})

export class IdempotencyMetrics extends MetricsOf(idempotencyGroup) {}
