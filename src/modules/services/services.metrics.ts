import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const servicesGroup = metricGroup('Calls to other services', {
  calls: counter('jiraiya_service_calls_total', {
    unit: 'attempts',
    help: 'Attempts of calls to other services. failed: no response; rejected: not sent, because the circuit breaker is open.',
    usedFor:
      '5xx, failed or rejected: the other service has an outage. 4xx: it does not accept our token or data.',
    labels: {
      service: oneOf('kuybi'),
      method: oneOf('POST'),
      status: oneOf('2xx', '3xx', '4xx', '5xx', 'failed', 'rejected')
    }
  })
})

export class ServicesMetrics extends MetricsOf(servicesGroup) {}
