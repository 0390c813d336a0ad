import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const kuybiGroup = metricGroup('Kuybi', {
  revocationChecks: counter('jiraiya_revocation_checks_total', {
    unit: 'tokens',
    help: 'User tokens and issued tokens that were looked up in Kuybi’s revocation list.',
    usedFor:
      'failed_open: revoked tokens may be accepted. failed_closed: users are rejected while Kuybi’s Redis is down.',
    labels: { result: oneOf('valid', 'revoked', 'failed_open', 'failed_closed') }
  }),
  userLookups: counter('jiraiya_kuybi_user_lookups_total', {
    unit: 'calls',
    help: 'Calls to Kuybi for the present rights of a user.',
    usedFor:
      'unavailable: the roles of tokens decide, and a deactivated user is noticed only when the token expires.',
    labels: { result: oneOf('known', 'refused', 'unavailable') }
  })
})

export class KuybiMetrics extends MetricsOf(kuybiGroup) {}
