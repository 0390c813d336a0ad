import { counter, gauge, metricGroup } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

/** Each Redis that the service uses names itself. */
const store = { bound: 'the Redis servers of the settings', max: 5 }

export const redisGroup = metricGroup('Redis', {
  up: gauge('jiraiya_redis_up', {
    unit: '1 or 0',
    help: 'Whether Redis answers; absent where none is configured.',
    usedFor:
      '0 for minutes: limits and cache are no longer shared (shared), or revoked tokens not known (kuybi).',
    labels: { store },
    atStart: () => []
  }),
  failures: counter('jiraiya_redis_failures_total', {
    unit: 'commands',
    help: 'Commands that Redis did not answer, so that the service went on without.',
    usedFor: 'A Redis that is up and yet too slow.',
    labels: { store }
  })
})

export class RedisMetrics extends MetricsOf(redisGroup) {}
