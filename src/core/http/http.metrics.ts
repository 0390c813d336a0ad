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
const endpoint = { bound: 'route templates, and `unmatched` for what no route takes', max: 100 }

export const requestsGroup = metricGroup('Requests', {
  requests: counter('jiraiya_requests_total', {
    unit: 'requests',
    help: 'Answered requests. Status 499 is a caller who left.',
    usedFor:
      'Traffic and error rate by route; whose fault a failed generation was, jiraiya_generations_total tells.',
    labels: {
      method,
      endpoint,
      status: { bound: 'statuses of the routes and of the error catalogue, and 499', max: 40 }
    }
  }),
  requestDuration: histogram('jiraiya_request_duration_seconds', {
    unit: 'seconds',
    help: 'From the first byte of a request to the last byte of its answer.',
    usedFor: 'Latency by route as callers see it.',
    labels: { method, endpoint },
    buckets: requestBuckets
  }),
  requestsInProgress: gauge('jiraiya_requests_in_progress', {
    unit: 'requests',
    help: 'Requests being served now.',
    usedFor: 'Load of an instance, and whether it has drained before it is stopped.'
  })
})

export class HttpMetrics extends MetricsOf(requestsGroup) {}
