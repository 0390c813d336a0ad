import type { DeclaredMetric } from './metric-declaration.js'

/** Metrics of the Prometheus client library that are used in a panel or an alert. */
export const libraryMetrics: readonly DeclaredMetric[] = [
  {
    name: 'nodejs_eventloop_lag_p99_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Event loop delay, 99th percentile since the last scrape.',
    usedFor:
      'Above 0.1: the process needs more CPU, and all its requests are delayed. The value includes the sampling interval of 10 ms.'
  },
  {
    name: 'nodejs_eventloop_lag_mean_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Event loop delay, mean since the last scrape.',
    usedFor:
      'Close to the median that OVERLOAD_LOOP_DELAY limits; above that limit generations are rejected.'
  },
  {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'Used JavaScript heap.',
    usedFor: 'A leak: it grows over days, after each garbage collection.'
  },
  {
    name: 'nodejs_external_memory_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'Memory of buffers outside the heap.',
    usedFor: 'A leak of bodies or streams, which the heap does not show.'
  },
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'Resident memory of the process (RSS).',
    usedFor: 'The distance to the memory limit of the container.'
  },
  {
    name: 'nodejs_gc_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Pauses for garbage collection.',
    usedFor: 'rate(_sum) is the share of time spent on it; above 0.1 the heap is too small.',
    labels: { kind: { values: ['major', 'minor', 'incremental', 'weakcb'] } },
    buckets: [0.001, 0.01, 0.1, 1, 2, 5]
  },
  {
    name: 'nodejs_active_handles_total',
    type: 'gauge',
    unit: 'handles',
    help: 'Open sockets, servers and timers of the process.',
    usedFor: 'A leak of connections: it grows while traffic does not.'
  },
  {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    unit: 'seconds',
    help: 'CPU time, user and system.',
    usedFor: 'rate() near 1: one core is fully used; more instances help, more cores do not.'
  },
  {
    name: 'process_start_time_seconds',
    type: 'gauge',
    unit: 'seconds since 1970',
    help: 'Start time of the process.',
    usedFor: 'changes() counts restarts.'
  }
]
