import {
  counter,
  gauge,
  histogram,
  metricGroup,
  oneOf,
  requestBuckets
} from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

const method = oneOf('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other')
const endpoint = { bound: 'route templates, and `unmatched` for unknown routes', max: 100 }

export const requestsGroup = metricGroup('Requests', {
  requests: counter('jiraiya_requests_total', {
    unit: 'requests',
    help: 'Finished requests. Status 499: the client disconnected.',
    usedFor:
      'Traffic and error rate by route. For the cause of failed generations see jiraiya_generations_total.',
    labels: {
      method,
      endpoint,
      status: { bound: 'statuses of the routes and of the error catalogue, and 499', max: 40 }
    }
  }),
  requestDuration: histogram('jiraiya_request_duration_seconds', {
    unit: 'seconds',
    help: 'Time from the first byte of a request to the last byte of its response.',
    usedFor: 'Latency by route, as clients see it.',
    labels: { method, endpoint },
    buckets: requestBuckets
  }),
  requestsInProgress: gauge('jiraiya_requests_in_progress', {
    unit: 'requests',
    help: 'Requests that are being served.',
    usedFor: 'Load of an instance, and whether it is drained before it stops.'
  })
})

export class HttpMetrics extends MetricsOf(requestsGroup) {}
