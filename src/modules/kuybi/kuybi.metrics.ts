import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const kuybiGroup = metricGroup('Kuybi', {
  revocationChecks: counter('jiraiya_revocation_checks_total', {
    unit: 'tokens',
    help: 'User tokens looked up in Kuybi’s list of revoked ones.',
    usedFor:
      'failed_open: revoked tokens may be passing; failed_closed: users are turned away while Kuybi’s Redis is gone.',
    labels: { result: oneOf('valid', 'revoked', 'failed_open', 'failed_closed') }
  })
})

export class KuybiMetrics extends MetricsOf(kuybiGroup) {}
