import { counter, gauge, group, histogram, oneOf, requestBuckets } from './metric-declaration.js'

const method = oneOf('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other')
const endpoint = { bound: 'route templates, and `unmatched` for what no route takes', max: 100 }
const store = oneOf('shared', 'kuybi')

/** The process and its doors: requests, and who is turned away before anything is done. */
const requests = group('Requests', [
  counter('jiraiya_requests_total', {
    unit: 'requests',
    help: 'Answered requests. Status 499 is a caller who left.',
    usedFor:
      'Traffic and error rate by route; whose fault a failed generation was, jiraiya_generations_total tells.',
    labels: {
      method,
      endpoint,
      status: { bound: 'statuses of the routes and of the error catalogue, and 499', max: 40 }
    }
  }),
  histogram('jiraiya_request_duration_seconds', {
    unit: 'seconds',
    help: 'From the first byte of a request to the last byte of its answer.',
    usedFor: 'Latency by route as callers see it.',
    labels: { method, endpoint },
    buckets: requestBuckets
  }),
  gauge('jiraiya_requests_in_progress', {
    unit: 'requests',
    help: 'Requests being served now.',
    usedFor: 'Load of an instance, and whether it has drained before it is stopped.'
  }),
  counter('jiraiya_rate_limit_refusals_total', {
    unit: 'requests',
    help: 'Requests refused by a limit.',
    usedFor:
      'Callers who outgrow their limit (minute, hour, read), and attacks by one address (flood, logins).',
    labels: { policy: oneOf('minute', 'hour', 'read', 'flood', 'logins') }
  }),
  counter('jiraiya_rate_limit_decisions_total', {
    unit: 'requests',
    help: 'Requests that the limits of owners counted, by what counted.',
    usedFor: 'With REDIS_URL set, `process` means that each instance counts alone.',
    labels: { counter: oneOf('redis', 'process') }
  }),
  counter('jiraiya_overload_refusals_total', {
    unit: 'requests',
    help: 'Generations not taken on for want of room in this process.',
    usedFor: 'More instances are needed, or each needs more CPU (event_loop) or memory.',
    labels: { cause: oneOf('event_loop', 'memory') }
  }),
  counter('jiraiya_revocation_checks_total', {
    unit: 'tokens',
    help: 'User tokens looked up in Kuybi’s list of revoked ones.',
    usedFor:
      'failed_open: revoked tokens may be passing; failed_closed: users are turned away while Kuybi’s Redis is gone.',
    labels: { result: oneOf('valid', 'revoked', 'failed_open', 'failed_closed') }
  }),
  counter('jiraiya_audit_events_total', {
    unit: 'events',
    help: 'Audit events written.',
    usedFor: 'A burst of deletions, exports or issued tokens.',
    labels: {
      action: oneOf(
        'story_generated',
        'story_deleted',
        'token_issued',
        'budget_set',
        'owner_exported',
        'owner_erased',
        'audit_read'
      )
    }
  })
])

const stores = group('Stores', [
  gauge('jiraiya_db_connections', {
    unit: 'connections',
    help: 'Connections to PostgreSQL; waiting are callers without one.',
    usedFor:
      'busy near jiraiya_capacity{resource="db_connections"} with waiting above 0: pool too small, or statements too slow.',
    labels: { state: oneOf('busy', 'idle', 'waiting') }
  }),
  histogram('jiraiya_db_query_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of one statement.',
    usedFor: 'A slow or failing PostgreSQL, before callers feel it.',
    labels: { result: oneOf('ok', 'failed') },
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  }),
  gauge('jiraiya_redis_up', {
    unit: '1 or 0',
    help: 'Whether Redis answers; absent where none is configured.',
    usedFor:
      '0 for minutes: limits and cache are no longer shared (shared), or revoked tokens not known (kuybi).',
    labels: { store },
    atStart: () => []
  }),
  counter('jiraiya_redis_failures_total', {
    unit: 'commands',
    help: 'Commands that Redis did not answer, so that the service went on without.',
    usedFor: 'A Redis that is up and yet too slow.',
    labels: { store }
  })
])

const instance = group('The instance', [
  gauge('jiraiya_build_info', {
    unit: 'always 1',
    help: 'What runs here.',
    usedFor:
      'Which version an instance runs, and when a deployment began; join it to others by instance.',
    labels: {
      version: { bound: 'the one of this process', max: 1 },
      environment: oneOf('development', 'staging', 'production')
    },
    atStart: () => []
  }),
  gauge('jiraiya_capacity', {
    unit: 'places',
    help: 'Places that the settings give an instance: AI_MAX_CONCURRENCY, AI_QUEUE_LIMIT, DB_POOL_SIZE.',
    usedFor: 'Saturation as a share: what is in use divided by this.',
    labels: { resource: oneOf('ai_places', 'ai_queue', 'db_connections') }
  })
])

export const serviceMetrics = [requests, stores, instance] as const
