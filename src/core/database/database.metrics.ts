import { gauge, histogram, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const databaseGroup = metricGroup('PostgreSQL', {
  connections: gauge('jiraiya_db_connections', {
    unit: 'connections',
    help: 'Connections to PostgreSQL; waiting: requests that wait for one.',
    usedFor:
      'busy near jiraiya_capacity{resource="db_connections"} with waiting above 0: the pool is too small, or statements are too slow.',
    labels: { state: oneOf('busy', 'idle', 'waiting') }
  }),
  queryDuration: histogram('jiraiya_db_query_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of one statement.',
    usedFor: 'A slow or failing PostgreSQL, before clients are affected.',
    labels: { result: oneOf('ok', 'failed') },
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  })
})

export class DatabaseMetrics extends MetricsOf(databaseGroup) {}
