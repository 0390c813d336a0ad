import {
  dashboard,
  graph,
  grown,
  medianAndTail,
  number,
  of,
  quantile,
  rate,
  row,
  sum
} from './dashboard.ts'

const ownOutcomes = 'outcome=~"INTERNAL_ERROR|SERVICE_UNAVAILABLE|SERVICE_OVERLOADED|SHUTTING_DOWN"'
const generating = 'endpoint=~"/api/v1/(generate|stories|stories/stream)",method="POST"'
const ownFaults = `${grown('jiraiya_generations_total', ownOutcomes)} or ${grown('jiraiya_overload_refusals_total')}`
const allAsked = `${grown('jiraiya_generations_total', 'outcome!="client_closed"')} or ${grown('jiraiya_overload_refusals_total')}`

/** Availability, latency and load of the service. */
export const serviceDashboard = dashboard({
  uid: 'jiraiya-service',
  title: 'Jiraiya: service',
  description:
    'Rate, errors, duration and saturation. Start here; the other two dashboards show whether the provider or a store is the cause.',
  rows: [
    row(
      'Selected time range',
      number({
        title: 'Availability',
        about:
          'Share of generations that did not fail because of the service itself. The objective is 99.9 %. Below it, find the code in “Generations by outcome” and look it up in docs/failure-modes.md.',
        unit: 'percentunit',
        decimals: 3,
        max: 1,
        warnAt: 0.999,
        alarmAt: 0.99,
        lowIsBad: true,
        queries: [{ expr: `1 - ${sum(ownFaults)} / ${sum(allAsked)}` }]
      }),
      number({
        title: 'Requests per second',
        about: 'All routes, including probes and metrics. 0: no request reaches the service.',
        unit: 'reqps',
        queries: [{ expr: sum(rate('jiraiya_requests_total')) }]
      }),
      number({
        title: 'Stories',
        about: 'Generations that ended with a story, new or cached.',
        unit: 'short',
        decimals: 0,
        queries: [{ expr: sum(grown('jiraiya_generations_total', 'outcome="ok"')) }]
      }),
      number({
        title: 'Generation time (95 %)',
        about:
          'From start to end of a generation by the model, with all attempts and repairs. If it grows, compare it with “Attempt duration” on the AI dashboard: the rest is the service itself.',
        unit: 's',
        warnAt: 30,
        alarmAt: 90,
        queries: [
          {
            expr: `histogram_quantile(0.95, ${sum(grown('jiraiya_generation_duration_seconds_bucket', 'result="written"'), 'le')})`
          }
        ]
      }),
      number({
        title: 'In progress',
        about: 'Requests that are being served, in all instances.',
        unit: 'short',
        decimals: 0,
        queries: [{ expr: sum(of('jiraiya_requests_in_progress')) }]
      }),
      number({
        title: 'Instances',
        about:
          'Instances by version. Two versions for a long time: a rollout is stuck; check the readiness of the new pods.',
        unit: 'short',
        decimals: 0,
        queries: [
          {
            expr: sum(of('jiraiya_build_info'), 'version', 'environment'),
            legend: '{{version}} {{environment}}'
          }
        ]
      })
    ),
    row(
      'Rate and errors',
      graph({
        title: 'Requests by route',
        about:
          'Use of each route. If the rate of a route changes suddenly, a client has changed; ask its owner.',
        unit: 'reqps',
        queries: [
          {
            expr: sum(rate('jiraiya_requests_total'), 'method', 'endpoint'),
            legend: '{{method}} {{endpoint}}'
          }
        ]
      }),
      graph({
        title: 'Requests by status',
        about:
          '499: the client disconnected. A status does not show who caused the failure; “Generations by outcome” does.',
        unit: 'reqps',
        stacked: true,
        queries: [{ expr: sum(rate('jiraiya_requests_total'), 'status'), legend: '{{status}}' }]
      }),
      graph({
        title: 'Generations by outcome',
        about:
          'Each error code has a section in docs/failure-modes.md with the first checks. client_closed: the client disconnected.',
        unit: 'reqps',
        stacked: true,
        queries: [
          {
            expr: `${sum(rate('jiraiya_generations_total'), 'outcome')} > 0`,
            legend: '{{outcome}}'
          }
        ]
      }),
      graph({
        title: 'Outcomes by cause',
        about:
          'Share of generations by class: ok, caller (an invalid request or a limit), own (the service), provider, client_closed (the client disconnected).',
        unit: 'percentunit',
        max: 1,
        stacked: true,
        queries: [{ expr: 'job:jiraiya_generations:ratio_rate5m{job="$job"}', legend: '{{class}}' }]
      }),
      graph({
        title: 'Burn rate of the error budgets (1 h)',
        about:
          'How many times faster than allowed each error budget is being spent: own faults 0.1 %, provider faults 1 %, stories that do not meet the request 5 %. At 1 the budget lasts exactly one month; 14.4 fires a critical alert. The runbooks are in docs/operations.md.',
        unit: 'short',
        warnAt: 1,
        alarmAt: 14.4,
        queries: [
          {
            expr: 'job:jiraiya_own_faults:ratio_rate1h{job="$job"} / 0.001',
            legend: 'own faults'
          },
          {
            expr: 'job:jiraiya_provider_faults:ratio_rate1h{job="$job"} / 0.01',
            legend: 'provider'
          },
          {
            expr: 'job:jiraiya_stories_failing_checks:ratio_rate1h{job="$job"} / 0.05',
            legend: 'story quality'
          }
        ]
      }),
      graph({
        title: 'Rejected because of overload',
        about:
          'Generations rejected because the event loop or the heap of an instance was at its limit. Add instances. If one instance alone is affected, restart it.',
        unit: 'reqps',
        queries: [
          { expr: sum(rate('jiraiya_overload_refusals_total'), 'cause'), legend: '{{cause}}' }
        ]
      })
    ),
    row(
      'Duration',
      graph({
        title: 'Generating requests',
        about: 'Response times of requests for stories, including cached and rejected ones.',
        unit: 's',
        queries: medianAndTail('jiraiya_request_duration_seconds', [generating])
      }),
      graph({
        title: 'Generation time by result (95 %)',
        about:
          'written: generated by the model. cached: from the cache, or shared with a concurrent request. failed near GENERATION_DEADLINE: the provider is slow, not down.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.95, 'jiraiya_generation_duration_seconds', { by: ['result'] }),
            legend: '{{result}}'
          }
        ]
      }),
      graph({
        title: 'Routes without a model (95 %)',
        about:
          'The objective for routes that do not call the model is 200 ms. Above it, check PostgreSQL (stores dashboard) and the event loop delay (below).',
        unit: 's',
        warnAt: 0.1,
        alarmAt: 0.2,
        queries: [
          {
            expr: quantile(0.95, 'jiraiya_request_duration_seconds', {
              by: ['method', 'endpoint'],
              matchers: ['method=~"GET|PUT|DELETE"']
            }),
            legend: '{{method}} {{endpoint}}'
          }
        ]
      })
    ),
    row(
      'Saturation',
      graph({
        title: 'Generations in progress',
        about: 'By route. A shutdown waits for them.',
        unit: 'short',
        stacked: true,
        queries: [
          { expr: sum(of('jiraiya_generations_in_progress'), 'route'), legend: '{{route}}' }
        ]
      }),
      graph({
        title: 'Bulkhead usage',
        about:
          'Share of AI_MAX_CONCURRENCY in use, by instance. At 100 % further generations wait: add instances, or raise the limit if the provider allows it.',
        unit: 'percentunit',
        max: 1,
        warnAt: 0.7,
        alarmAt: 0.9,
        queries: [
          {
            expr: `${of('jiraiya_ai_bulkhead_in_use')} / on (job, instance) ${of('jiraiya_capacity', 'resource="ai_places"')}`,
            legend: '{{instance}}'
          }
        ]
      }),
      graph({
        title: 'Bulkhead queue',
        about:
          'Generations that wait for a slot. Above 0 for a long time: AI_MAX_CONCURRENCY is too low. At AI_QUEUE_LIMIT clients get SERVICE_OVERLOADED.',
        unit: 'short',
        queries: [
          { expr: of('jiraiya_ai_bulkhead_queued'), legend: '{{instance}}' },
          {
            expr: `max(${of('jiraiya_capacity', 'resource="ai_queue"')})`,
            legend: 'AI_QUEUE_LIMIT'
          }
        ]
      }),
      graph({
        title: 'Event loop delay (99 %)',
        about:
          'All requests of the instance are delayed by this time. It includes the sampling interval of 10 ms. Above 0.1 s for a long time: add instances. On one instance only: check its traffic.',
        unit: 's',
        warnAt: 0.1,
        alarmAt: 0.2,
        queries: [{ expr: of('nodejs_eventloop_lag_p99_seconds'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'CPU',
        about:
          'Cores in use. Near 1 an instance is at its limit, because JavaScript uses one core.',
        unit: 'short',
        warnAt: 0.7,
        alarmAt: 0.95,
        queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Requests in progress by instance',
        about:
          'Different values for a long time: the load balancer reuses old connections. Streams cause this for as long as they are open.',
        unit: 'short',
        queries: [{ expr: of('jiraiya_requests_in_progress'), legend: '{{instance}}' }]
      })
    ),
    row(
      'Rate limits and authentication',
      graph({
        title: 'Rejected by a rate limit',
        about:
          'minute, hour, read: the limit of an owner; RATE_LIMITS can raise it. flood, logins: one IP address sends too many requests or invalid credentials; block it at the proxy.',
        unit: 'reqps',
        queries: [
          { expr: sum(rate('jiraiya_rate_limit_refusals_total'), 'policy'), legend: '{{policy}}' }
        ]
      }),
      graph({
        title: 'Rate limit counter',
        about:
          'process although Redis is configured: each instance counts alone, with the limit divided by REPLICAS. Check Redis.',
        unit: 'reqps',
        stacked: true,
        queries: [
          {
            expr: sum(rate('jiraiya_rate_limit_decisions_total'), 'counter'),
            legend: '{{counter}}'
          }
        ]
      }),
      graph({
        title: 'Revocation checks and user look-ups in Kuybi',
        about:
          'failed_open: revoked tokens may be accepted. failed_closed: users are rejected. Both mean that Kuybi’s Redis is unreachable. Users, unavailable: Kuybi is unreachable, so the roles of tokens decide.',
        unit: 'reqps',
        queries: [
          { expr: sum(rate('jiraiya_revocation_checks_total'), 'result'), legend: '{{result}}' },
          {
            expr: sum(rate('jiraiya_kuybi_user_lookups_total'), 'result'),
            legend: 'users, {{result}}'
          }
        ]
      }),
      graph({
        title: 'Calls to other services by status',
        about: 'failed: no response. rejected: the circuit breaker of the service is open.',
        unit: 'reqps',
        queries: [
          {
            expr: sum(rate('jiraiya_service_calls_total'), 'service', 'status'),
            legend: '{{service}}, {{status}}'
          }
        ]
      }),
      graph({
        title: 'Audit events',
        about:
          'If story_deleted, owner_exported or token_issued rises suddenly, read the audit log: GET /api/v1/admin/audit.',
        unit: 'short',
        width: 16,
        queries: [
          {
            expr: sum(`increase(${of('jiraiya_audit_events_total')}[$__rate_interval])`, 'action'),
            legend: '{{action}}'
          }
        ]
      })
    ),
    row(
      'Jobs',
      graph({
        title: 'Jobs',
        about: 'Due and running jobs of all processes. If queued grows, add workers.',
        unit: 'short',
        queries: [
          { expr: `max by (state) (${of('jiraiya_jobs')})`, legend: '{{state}}' },
          {
            expr: `max(${of('jiraiya_jobs_oldest_queued_seconds')})`,
            legend: 'seconds of the oldest queued one'
          }
        ]
      }),
      graph({
        title: 'Runs of jobs by outcome',
        about: 'retried: the job runs again. failed: only an admin can run it again.',
        unit: 'ops',
        stacked: true,
        queries: [{ expr: sum(rate('jiraiya_jobs_ended_total'), 'outcome'), legend: '{{outcome}}' }]
      }),
      graph({
        title: 'Webhooks',
        about:
          'Attempts by result, and webhooks that were delivered or given up. refused or unreachable: a receiver is down.',
        unit: 'ops',
        queries: [
          { expr: sum(rate('jiraiya_webhook_attempts_total'), 'result'), legend: '{{result}}' },
          {
            expr: sum(rate('jiraiya_webhooks_ended_total'), 'outcome'),
            legend: 'ended, {{outcome}}'
          }
        ]
      }),
      graph({
        title: 'Duration and wait of jobs (95 %)',
        about: 'A run, and the time from when a job is due until its first run.',
        unit: 's',
        queries: [
          { expr: quantile(0.95, 'jiraiya_job_duration_seconds'), legend: 'run' },
          { expr: quantile(0.95, 'jiraiya_job_wait_seconds'), legend: 'wait' }
        ]
      })
    )
  ]
})
