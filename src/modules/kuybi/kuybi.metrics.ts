import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const kuybiGroup = metricGroup('Kuybi', {
  revocationChecks: counter('jiraiya_revocation_checks_total', {
    unit: 'tokens',
    help: 'User tokens that were looked up in Kuybi’s revocation list.',
    usedFor:
      'failed_open: revoked tokens may be accepted. failed_closed: users are rejected while Kuybi’s Redis is down.',
    labels: { result: oneOf('valid', 'revoked', 'failed_open', 'failed_closed') }
  })
})

export class KuybiMetrics extends MetricsOf(kuybiGroup) {}
