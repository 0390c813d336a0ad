import { counter, gauge, metricGroup } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

/** The name of a Redis connection. */
const store = { bound: 'the configured Redis servers', max: 5 }

export const redisGroup = metricGroup('Redis', {
  up: gauge('jiraiya_redis_up', {
    unit: '1 or 0',
    help: 'Whether Redis is reachable; absent if none is configured.',
    usedFor:
      '0 for minutes: instances share nothing through this Redis; the service continues without it.',
    labels: { store },
    atStart: () => []
  }),
  failures: counter('jiraiya_redis_failures_total', {
    unit: 'commands',
    help: 'Failed Redis commands. The service continued without Redis.',
    usedFor: 'A Redis that is up but too slow.',
    labels: { store }
  })
})

export class RedisMetrics extends MetricsOf(redisGroup) {}
