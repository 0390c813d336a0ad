import type { DeclaredMetric } from './metric-declaration.js'

/** Of those that the metrics library brings: the ones worth a panel or an alert. */
export const libraryMetrics: readonly DeclaredMetric[] = [
  {
    name: 'nodejs_eventloop_lag_p99_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'How late the event loop was, 99th percentile since the last scrape.',
    usedFor:
      'Above 0.1: the process is short of CPU, and everybody waits. It holds the 10 ms between two looks.'
  },
  {
    name: 'nodejs_eventloop_lag_mean_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'The same, mean.',
    usedFor:
      'Near what OVERLOAD_LOOP_DELAY is held against, a median: beyond it no generation is taken on.'
  },
  {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'JavaScript heap in use.',
    usedFor: 'A leak: it grows over days, after every collection.'
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
    help: 'Memory of the process (RSS).',
    usedFor: 'The distance to the container’s limit.'
  },
  {
    name: 'nodejs_gc_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Pauses for garbage collection.',
    usedFor: 'rate(_sum) is the share of time spent collecting; above 0.1 the heap is too small.',
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
    usedFor: 'rate() near 1: a core is full; further instances help, more cores do not.'
  },
  {
    name: 'process_start_time_seconds',
    type: 'gauge',
    unit: 'seconds since 1970',
    help: 'When the process started.',
    usedFor: 'changes() counts restarts.'
  }
]
