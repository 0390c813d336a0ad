import { dashboard, graph, grown, medianAndTail, number, of, rate, row, sum } from './dashboard.ts'

/** What the service stands on: its stores, its books, its streams and its processes. */
export const storesDashboard = dashboard({
  uid: 'jiraiya-stores',
  title: 'Jiraiya: stores and runtime',
  description:
    'PostgreSQL keeps what must not be lost, Redis what may be. Below them the books, the streams, and the processes themselves.',
  rows: [
    row(
      'Now',
      number({
        title: 'Entries waiting for PostgreSQL',
        about:
          'Finished generations that are in no book yet. Do not stop an instance while it is above 0; bring PostgreSQL back.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        alarmAt: 100,
        queries: [{ expr: sum(of('jiraiya_ledger_entries_waiting')) }]
      }),
      number({
        title: 'Entries lost',
        about:
          'In the time shown. full or refused: see JiraiyaLedgerEntriesLost in docs/operations.md.',
        unit: 'short',
        decimals: 0,
        alarmAt: 1,
        queries: [{ expr: sum(grown('jiraiya_ledger_entries_lost_total')) }]
      }),
      number({
        title: 'Attempts lost with their process',
        about: 'In the time shown. They are booked at their worst case: see why a process died.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        queries: [{ expr: sum(grown('jiraiya_reservations_total', 'event="expired"')) }]
      }),
      number({
        title: 'Statements failed',
        about:
          'In the time shown. Single ones are conflicts that were tried again; many are an outage.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        queries: [
          { expr: sum(grown('jiraiya_db_query_duration_seconds_count', 'result="failed"')) }
        ]
      }),
      number({
        title: 'Redis',
        about: '1 where every instance reaches it. Absent where none is configured.',
        unit: 'short',
        decimals: 0,
        warnAt: 1,
        lowIsBad: true,
        queries: [{ expr: `min by (store) (${of('jiraiya_redis_up')})`, legend: '{{store}}' }]
      }),
      number({
        title: 'Restarts',
        about:
          'In the time shown. Unless somebody deployed: look at the last lines of the log, and at memory.',
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
          'busy at the pool’s size with waiting above 0: DB_POOL_SIZE is too small, or statements are too slow. Mind max_connections when you raise it.',
        unit: 'short',
        queries: [
          { expr: sum(of('jiraiya_db_connections'), 'state'), legend: '{{state}}' },
          {
            expr: sum(of('jiraiya_capacity', 'resource="db_connections"')),
            legend: 'size of the pools'
          }
        ]
      }),
      graph({
        title: 'A statement takes',
        about: 'Those that succeeded. A generation needs some five of them.',
        unit: 's',
        warnAt: 0.05,
        alarmAt: 0.5,
        queries: medianAndTail('jiraiya_db_query_duration_seconds', ['result="ok"'])
      }),
      graph({
        title: 'Statements a second',
        about:
          'failed and no ok: PostgreSQL is unusable, instances are not ready and stories are refused.',
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
        title: 'Redis answers',
        about:
          'By instance: all at once is Redis, one alone is its network. shared: limits and cache; kuybi: revoked tokens.',
        unit: 'short',
        max: 1,
        decimals: 0,
        width: 12,
        queries: [{ expr: of('jiraiya_redis_up'), legend: '{{instance}} {{store}}' }]
      }),
      graph({
        title: 'Commands without an answer',
        about:
          'The service went on without. Some while it is up: Redis is slower than 200 ms, look at its slow log.',
        unit: 'ops',
        width: 12,
        queries: [{ expr: sum(rate('jiraiya_redis_failures_total'), 'store'), legend: '{{store}}' }]
      })
    ),
    row(
      'Books',
      graph({
        title: 'Entries waiting, by instance',
        about: 'It should be 0, and go back to it within seconds of PostgreSQL’s return.',
        unit: 'short',
        warnAt: 1,
        alarmAt: 100,
        queries: [{ expr: of('jiraiya_ledger_entries_waiting'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Reservations',
        about:
          'opened and settled go together; extended are retries, repairs and fallbacks. lost: a process died at work.',
        unit: 'ops',
        queries: [{ expr: sum(rate('jiraiya_reservations_total'), 'event'), legend: '{{event}}' }]
      }),
      graph({
        title: 'Reservations open',
        about:
          'As many as generations in progress. More, for long: their settlement waits for PostgreSQL, and budgets look smaller than they are.',
        unit: 'short',
        queries: [
          { expr: sum(of('jiraiya_reservations_open')), legend: 'reservations' },
          { expr: sum(of('jiraiya_generations_in_progress')), legend: 'generations' }
        ]
      }),
      graph({
        title: 'Idempotency-Keys',
        about:
          'replayed and running: clients that retry, which costs nothing. mismatch: a client that uses its keys again for something else; tell its owner.',
        unit: 'reqps',
        width: 24,
        queries: [{ expr: sum(rate('jiraiya_idempotency_total'), 'result'), legend: '{{result}}' }]
      })
    ),
    row(
      'Streams',
      graph({
        title: 'Streams open',
        about: 'By instance. A shutdown waits for them.',
        unit: 'short',
        width: 6,
        queries: [{ expr: of('jiraiya_streams_open'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Text told',
        about: 'Stretches a second. 0 while streams are open: nothing flows; look at the provider.',
        unit: 'ops',
        width: 6,
        queries: [{ expr: sum(rate('jiraiya_stream_chunks_total')), legend: 'stretches' }]
      }),
      graph({
        title: 'How streams end',
        about:
          'Many client_closed or client_stalled: a proxy in between that buffers or cuts off, or stories that take too long.',
        unit: 'reqps',
        width: 6,
        stacked: true,
        queries: [{ expr: sum(rate('jiraiya_streams_ended_total'), 'end'), legend: '{{end}}' }]
      }),
      graph({
        title: 'Until the first text',
        about: 'How long readers see nothing.',
        unit: 's',
        width: 6,
        queries: medianAndTail('jiraiya_stream_time_to_first_text_seconds')
      })
    ),
    row(
      'Processes',
      graph({
        title: 'Event loop, how late',
        about:
          'mean is what OVERLOAD_LOOP_DELAY is held against: beyond it generations are turned away.',
        unit: 's',
        warnAt: 0.1,
        alarmAt: 0.2,
        queries: [
          { expr: of('nodejs_eventloop_lag_p99_seconds'), legend: '{{instance}} 99 %' },
          { expr: of('nodejs_eventloop_lag_mean_seconds'), legend: '{{instance}} mean' }
        ]
      }),
      graph({
        title: 'Memory of the process',
        about:
          'Distance to the container’s limit. It grows while heap and buffers do not: fragmentation; restart the instance when it nears the limit.',
        unit: 'bytes',
        warnAt: 805_306_368,
        alarmAt: 1_073_741_824,
        queries: [{ expr: of('process_resident_memory_bytes'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Heap and buffers',
        about:
          'A leak grows over days after every collection. Take a heap snapshot before the restart.',
        unit: 'bytes',
        queries: [
          { expr: of('nodejs_heap_size_used_bytes'), legend: '{{instance}} heap' },
          { expr: of('nodejs_external_memory_bytes'), legend: '{{instance}} buffers' }
        ]
      }),
      graph({
        title: 'Time spent collecting garbage',
        about: 'Share of the time, by kind. Above 10 %: the heap is too small for the load.',
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
        title: 'Processor',
        about: 'Cores in use; near 1 the instance is full.',
        unit: 'short',
        warnAt: 0.7,
        alarmAt: 0.95,
        queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Open handles',
        about: 'Sockets, servers and timers. It grows while traffic does not: connections leak.',
        unit: 'short',
        queries: [{ expr: of('nodejs_active_handles_total'), legend: '{{instance}}' }]
      })
    )
  ]
})
