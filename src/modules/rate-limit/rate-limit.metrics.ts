import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const rateLimitGroup = metricGroup('Rate limits and overload', {
  refusals: counter('jiraiya_rate_limit_refusals_total', {
    unit: 'requests',
    help: 'Requests rejected by a rate limit.',
    usedFor:
      'Owners above their limit (minute, hour, read), and attacks from one address (flood, logins).',
    labels: { policy: oneOf('minute', 'hour', 'read', 'flood', 'logins') }
  }),
  decisions: counter('jiraiya_rate_limit_decisions_total', {
    unit: 'requests',
    help: 'Requests counted for rate limits of owners, by counter.',
    usedFor: 'With REDIS_URL set, `process` means that each instance counts alone.',
    labels: { counter: oneOf('redis', 'process') }
  }),
  overloadRefusals: counter('jiraiya_overload_refusals_total', {
    unit: 'requests',
    help: 'Generations rejected because this process is overloaded.',
    usedFor: 'Add instances, or give each more CPU (event_loop) or memory.',
    labels: { cause: oneOf('event_loop', 'memory', 'bulkhead_full') }
  })
})

export class RateLimitMetrics extends MetricsOf(rateLimitGroup) {}
