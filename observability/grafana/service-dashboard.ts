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

/** Is it up, is it quick, is it full: where one looks first. */
export const serviceDashboard = dashboard({
  uid: 'jiraiya-service',
  title: 'Jiraiya: service',
  description:
    'Rate, errors, duration and saturation. Look here first; whether the provider or a store is behind it, the other two dashboards tell.',
  rows: [
    row(
      'In the time shown',
      number({
        title: 'Stories not failed by us',
        about:
          'Generations that did not end by our own fault. The promise is 99.9 %; below it, look at “Generations by outcome” for the code and find it in docs/failure-modes.md.',
        unit: 'percentunit',
        decimals: 3,
        max: 1,
        warnAt: 0.999,
        alarmAt: 0.99,
        lowIsBad: true,
        queries: [{ expr: `1 - ${sum(ownFaults)} / ${sum(allAsked)}` }]
      }),
      number({
        title: 'Requests a second',
        about: 'All routes, probes and metrics included. None at all: nothing reaches the service.',
        unit: 'reqps',
        queries: [{ expr: sum(rate('jiraiya_requests_total')) }]
      }),
      number({
        title: 'Stories',
        about: 'Generations that ended with a story, written now or known before.',
        unit: 'short',
        decimals: 0,
        queries: [{ expr: sum(grown('jiraiya_generations_total', 'outcome="ok"')) }]
      }),
      number({
        title: 'A story takes (95 %)',
        about:
          'Time from the begin to the end of a generation that was written, all attempts and repairs included. When it grows, compare with the attempts on the AI dashboard: the rest is ours.',
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
        about: 'Requests being served at this moment, over all instances.',
        unit: 'short',
        decimals: 0,
        queries: [{ expr: sum(of('jiraiya_requests_in_progress')) }]
      }),
      number({
        title: 'Instances',
        about:
          'Instances by version. Two versions for long: a rollout that does not go on; look at the readiness of the new pods.',
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
        about: 'Who uses what. A route that jumps is a client that changed; ask its owner.',
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
          '499 is a caller who left. Statuses do not say whose fault it was; “Generations by outcome” does.',
        unit: 'reqps',
        stacked: true,
        queries: [{ expr: sum(rate('jiraiya_requests_total'), 'status'), legend: '{{status}}' }]
      }),
      graph({
        title: 'Generations by outcome',
        about:
          'Each code has a section in docs/failure-modes.md that says what to check first. client_closed is a caller who hung up.',
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
        title: 'Whose business it was',
        about:
          'Share of generations by class: ok, the caller’s mistake or limit, our own fault, the provider’s, or a caller who left.',
        unit: 'percentunit',
        max: 1,
        stacked: true,
        queries: [{ expr: 'job:jiraiya_generations:ratio_rate5m{job="$job"}', legend: '{{class}}' }]
      }),
      graph({
        title: 'Burn rate of the error budgets (1 h)',
        about:
          'How many times faster than allowed each objective’s budget is being spent: own faults 0.1 %, provider 1 %, stories that miss what was asked 5 %. At 1 it lasts exactly the month; at 14.4 somebody is woken. Each has an alert with its page in docs/operations.md.',
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
        title: 'Turned away for overload',
        about:
          'Generations not taken on because the event loop or the memory of an instance had no room. More instances help; if one only is affected, restart it.',
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
        about: 'As callers see it, answers from the cache and refusals included.',
        unit: 's',
        queries: medianAndTail('jiraiya_request_duration_seconds', [generating])
      }),
      graph({
        title: 'Generations (95 %) by how they ended',
        about:
          'written: the model wrote it. known: it was there, or another caller’s was waited for. failed near GENERATION_DEADLINE: the provider is slow rather than gone.',
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
          'What takes no model is promised under 200 ms. Above it: PostgreSQL (the stores dashboard) or a late event loop (below).',
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
        about: 'By door. A shutdown waits for these.',
        unit: 'short',
        stacked: true,
        queries: [
          { expr: sum(of('jiraiya_generations_in_progress'), 'route'), legend: '{{route}}' }
        ]
      }),
      graph({
        title: 'Places at the provider in use',
        about:
          'Share of AI_MAX_CONCURRENCY by instance. At 100 % further generations queue: more instances, or a higher limit if the provider allows it.',
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
        title: 'Waiting for a place at the provider',
        about:
          'Above 0 for long means the places are too few; at AI_QUEUE_LIMIT callers get SERVICE_OVERLOADED.',
        unit: 'short',
        queries: [
          { expr: of('jiraiya_ai_bulkhead_queued'), legend: '{{instance}}' },
          {
            expr: `max(${of('jiraiya_capacity', 'resource="ai_queue"')})`,
            legend: 'places to wait'
          }
        ]
      }),
      graph({
        title: 'Event loop, how late (99 %)',
        about:
          'Everybody on the instance waits that much. It holds the 10 ms between two looks. Above 0.1 s for long: more instances; on one instance only: look at what it serves.',
        unit: 's',
        warnAt: 0.1,
        alarmAt: 0.2,
        queries: [{ expr: of('nodejs_eventloop_lag_p99_seconds'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Processor',
        about: 'Cores in use. Near 1 an instance is full, since JavaScript runs on one.',
        unit: 'short',
        warnAt: 0.7,
        alarmAt: 0.95,
        queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{instance}}' }]
      }),
      graph({
        title: 'Requests in progress by instance',
        about:
          'Instances that differ for long: the load balancer keeps old connections; streams do that for their length.',
        unit: 'short',
        queries: [{ expr: of('jiraiya_requests_in_progress'), legend: '{{instance}}' }]
      })
    ),
    row(
      'Limits and doors',
      graph({
        title: 'Refused by a limit',
        about:
          'minute, hour, read: callers who outgrow their limit, RATE_LIMITS can give them more. flood, logins: one address too busy or guessing; block it in front.',
        unit: 'reqps',
        queries: [
          { expr: sum(rate('jiraiya_rate_limit_refusals_total'), 'policy'), legend: '{{policy}}' }
        ]
      }),
      graph({
        title: 'Who counts for the limits',
        about:
          'process where Redis is configured: each instance counts alone, divided by REPLICAS. Look at Redis.',
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
        title: 'User tokens against Kuybi’s list',
        about:
          'failed_open: revoked tokens may be passing. failed_closed: users are turned away. Both mean that Kuybi’s Redis does not answer.',
        unit: 'reqps',
        queries: [
          { expr: sum(rate('jiraiya_revocation_checks_total'), 'result'), legend: '{{result}}' }
        ]
      }),
      graph({
        title: 'Audit events',
        about:
          'A burst of story_deleted, owner_exported or token_issued is worth a look at the audit itself: GET /api/v1/admin/audit.',
        unit: 'short',
        width: 24,
        queries: [
          {
            expr: sum(`increase(${of('jiraiya_audit_events_total')}[$__rate_interval])`, 'action'),
            legend: '{{action}}'
          }
        ]
      })
    )
  ]
})
