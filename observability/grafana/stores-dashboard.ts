import { dashboard, graph, grown, medianAndTail, number, of, rate, row, sum } from './dashboard.ts'

/** Stores, ledger, streams and processes. */
export const storesDashboard = dashboard({
  uid: 'jiraiya-stores',
  title: 'Jiraiya: stores and runtime',
  description:
    'PostgreSQL and Redis, the ledger, streams and the processes. PostgreSQL stores data that must not be lost; Redis stores data that may be lost.',
  rows: [
    row(
      'Now',
      number({
        title: 'Writes queued for PostgreSQL',
        about:
          'Finished generations that are not stored yet. Do not stop an instance while it is above 0; restore PostgreSQL.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        alarmAt: 100,
        queries: [{ expr: sum(of('jiraiya_ledger_entries_waiting')) }]
      }),
      number({
        title: 'Writes lost',
        about:
          'In the selected time range. full or refused: see JiraiyaLedgerEntriesLost in docs/operations.md.',
        unit: 'short',
        decimals: 0,
        alarmAt: 1,
        queries: [{ expr: sum(grown('jiraiya_ledger_entries_lost_total')) }]
      }),
      number({
        title: 'Lost attempts',
        about:
          'In the selected time range. A process was killed, and its attempts are recorded at their maximum cost: find the cause.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        queries: [{ expr: sum(grown('jiraiya_reservations_total', 'event="expired"')) }]
      }),
      number({
        title: 'Failed statements',
        about:
          'In the selected time range. A few are conflicts that were retried; many are an outage.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        queries: [
          { expr: sum(grown('jiraiya_db_query_duration_seconds_count', 'result="failed"')) }
        ]
      }),
      number({
        title: 'Redis',
        about: '1 if all instances reach it. No data if none is configured.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        lowIsBad: true,
        queries: [{ expr: `min by (store) (${of('jiraiya_redis_up')})`, legend: '{{store}}' }]
      }),
      number({
        title: 'Restarts',
        about:
          'In the selected time range. If there was no deployment, check the last log lines and the memory.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        queries: [{ expr: sum(`changes(${of('process_start_time_seconds')}[$__range])`) }]
      })
    ),
    row(
      'PostgreSQL',
      graph({
        title: 'Connections',
        about:
          'If busy equals the pool size and waiting is above 0, DB_POOL_SIZE is too low or statements are too slow. Check max_connections before you raise it.',
        unit: 'short',
        queries: [
          { expr: sum(of('jiraiya_db_connections'), 'state'), legend: '{{state}}' },
          {
            expr: sum(of('jiraiya_capacity', 'resource="db_connections"')),
            legend: 'DB_POOL_SIZE'
          }
        ]
      }),
      graph({
        title: 'Statement duration',
        about: 'Successful statements. A generation needs about five.',
        unit: 's',
        warnAt: 0.05,
        alarmAt: 0.5,
        queries: medianAndTail('jiraiya_db_query_duration_seconds', ['result="ok"'])
      }),
      graph({
        title: 'Statements per second',
        about:
          'failed without ok: PostgreSQL is down, instances are not ready and stories are refused.',
        unit: 'ops',
        queries: [
          {
            expr: sum(rate('jiraiya_db_query_duration_seconds_count'), 'result'),
            legend: '{{result}}'
          }
        ]
      })
    ),
    row(
      'Redis',
      graph({
        title: 'Redis reachable',
        about:
          'By instance. All at once: Redis is down. One alone: its network. shared: rate limits and cache; kuybi: revoked tokens.',
        unit: 'short',
        max: 1,
        decimals: 0,
        width: 12,
        queries: [{ expr: of('jiraiya_redis_up'), legend: '{{instance}} {{store}}' }]
      }),
      graph({
        title: 'Failed Redis commands',
        about:
          'The service continued without Redis. If Redis is up, it is slower than 200 ms; check its slow log.',
        unit: 'ops',
        width: 12,
        queries: [{ expr: sum(rate('jiraiya_redis_failures_total'), 'store'), legend: '{{store}}' }]
      })
    ),
    row(
      'Ledger',
      graph({
        title: 'Queued writes by instance',
        about: 'Normally 0. It returns to 0 within seconds after PostgreSQL recovers.',
        unit: 'short',
        warnAt: 1,
        alarmAt: 100,
        queries: [{ expr: of('jiraiya_ledger_entries_waiting'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Reservations',
        about:
          'opened and settled are equal over time. extended: retries, repairs and fallbacks. expired: a process was killed during a generation.',
        unit: 'ops',
        queries: [{ expr: sum(rate('jiraiya_reservations_total'), 'event'), legend: '{{event}}' }]
      }),
      graph({
        title: 'Open reservations',
        about:
          'Equal to the generations in progress. Higher for a long time: settlements wait for PostgreSQL, and budgets look smaller than they are.',
        unit: 'short',
        queries: [
          { expr: sum(of('jiraiya_reservations_open')), legend: 'reservations' },
          { expr: sum(of('jiraiya_generations_in_progress')), legend: 'generations' }
        ]
      }),
      graph({
        title: 'Idempotency keys',
        about:
          'replayed and running: clients that retry, at no cost. mismatch: a client reuses a key for a different request; inform its owner.',
        unit: 'reqps',
        width: 24,
        queries: [{ expr: sum(rate('jiraiya_idempotency_total'), 'result'), legend: '{{result}}' }]
      })
    ),
    row(
      'Streams',
      graph({
        title: 'Open streams',
        about: 'By instance. A shutdown waits for them.',
        unit: 'short',
        width: 6,
        queries: [{ expr: of('jiraiya_streams_open'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Text events',
        about:
          'delta events per second. 0 while streams are open: no text arrives; check the provider.',
        unit: 'ops',
        width: 6,
        queries: [{ expr: sum(rate('jiraiya_stream_chunks_total')), legend: 'delta events' }]
      }),
      graph({
        title: 'Ends of streams',
        about:
          'Many client_closed or client_stalled: a proxy buffers or closes streams, or stories take too long.',
        unit: 'reqps',
        width: 6,
        stacked: true,
        queries: [{ expr: sum(rate('jiraiya_streams_ended_total'), 'end'), legend: '{{end}}' }]
      }),
      graph({
        title: 'Time to first text',
        about: 'How long clients wait for the first text.',
        unit: 's',
        width: 6,
        queries: medianAndTail('jiraiya_stream_time_to_first_text_seconds')
      })
    ),
    row(
      'Processes',
      graph({
        title: 'Event loop delay',
        about: 'Above OVERLOAD_LOOP_DELAY (a median) generations are rejected.',
        unit: 's',
        warnAt: 0.1,
        alarmAt: 0.2,
        queries: [
          { expr: of('nodejs_eventloop_lag_p99_seconds'), legend: '{{instance}} 99 %' },
          { expr: of('nodejs_eventloop_lag_mean_seconds'), legend: '{{instance}} mean' }
        ]
      }),
      graph({
        title: 'Resident memory',
        about:
          'Compare it with the memory limit of the container. If it grows while heap and buffers do not, memory is fragmented; restart the instance before it reaches the limit.',
        unit: 'bytes',
        warnAt: 805_306_368,
        alarmAt: 1_073_741_824,
        queries: [{ expr: of('process_resident_memory_bytes'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Heap and buffers',
        about:
          'A leak grows over days, after each garbage collection. Take a heap snapshot before a restart.',
        unit: 'bytes',
        queries: [
          { expr: of('nodejs_heap_size_used_bytes'), legend: '{{instance}} heap' },
          { expr: of('nodejs_external_memory_bytes'), legend: '{{instance}} buffers' }
        ]
      }),
      graph({
        title: 'Garbage collection',
        about: 'Share of time, by kind. Above 10 %: the heap is too small for the load.',
        unit: 'percentunit',
        warnAt: 0.05,
        alarmAt: 0.1,
        queries: [
          {
            expr: sum(rate('nodejs_gc_duration_seconds_sum'), 'instance', 'kind'),
            legend: '{{instance}} {{kind}}'
          }
        ]
      }),
      graph({
        title: 'CPU',
        about: 'Cores in use. Near 1 the instance is at its limit.',
        unit: 'short',
        warnAt: 0.7,
        alarmAt: 0.95,
        queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Open handles',
        about: 'Sockets, servers and timers. If it grows while traffic does not, connections leak.',
        unit: 'short',
        queries: [{ expr: of('nodejs_active_handles_total'), legend: '{{instance}}' }]
      })
    )
  ]
})
