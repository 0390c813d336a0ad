import {
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider
} from '@willsoto/nestjs-prometheus'
import type { Provider } from '@nestjs/common'

/** Generations take from milliseconds (refused) to the deadline. */
const requestBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120
]

/** Every metric of the service: name, meaning, labels. Labels never hold what a caller wrote. */
export const metrics: Provider[] = [
  makeCounterProvider({
    name: 'jiraiya_requests_total',
    help: 'Answered requests. endpoint is the route template, unmatched for none; status 499 is a caller who left.',
    labelNames: ['method', 'endpoint', 'status']
  }),
  makeHistogramProvider({
    name: 'jiraiya_request_duration_seconds',
    help: 'Seconds from the first byte of a request to the last byte of its answer.',
    labelNames: ['method', 'endpoint'],
    buckets: requestBuckets
  }),
  makeGaugeProvider({
    name: 'jiraiya_requests_in_progress',
    help: 'Requests being served now.'
  }),
  makeCounterProvider({
    name: 'jiraiya_ai_requests_total',
    help: 'Attempts at the language model by outcome: ok, or the error code they ended with.',
    labelNames: ['model', 'outcome']
  }),
  makeHistogramProvider({
    name: 'jiraiya_ai_request_duration_seconds',
    help: 'Seconds of one attempt at the language model.',
    labelNames: ['model'],
    buckets: requestBuckets
  }),
  makeCounterProvider({
    name: 'jiraiya_ai_tokens_total',
    help: 'Tokens as the provider reported them. type is prompt or completion.',
    labelNames: ['model', 'type']
  }),
  makeCounterProvider({
    name: 'jiraiya_ai_cost_usd',
    help: 'US dollars spent, by the price table and the model asked for.',
    labelNames: ['model']
  }),
  makeGaugeProvider({
    name: 'jiraiya_circuit_breaker_state',
    help: 'Circuit breaker of a model: 0 closed, 1 half-open, 2 open.',
    labelNames: ['model']
  }),
  makeCounterProvider({
    name: 'jiraiya_circuit_breaker_transitions_total',
    help: 'Turns of a model’s circuit breaker. to is closed, half_open or open.',
    labelNames: ['model', 'to']
  }),
  makeCounterProvider({
    name: 'jiraiya_ai_retries_total',
    help: 'Attempts made again, by what the one before failed for.',
    labelNames: ['model', 'reason']
  }),
  makeCounterProvider({
    name: 'jiraiya_ai_fallbacks_total',
    help: 'Generations that went on to the next model.',
    labelNames: ['from', 'to']
  }),
  makeGaugeProvider({
    name: 'jiraiya_ai_bulkhead_in_use',
    help: 'Generations that ask the provider now.'
  }),
  makeGaugeProvider({
    name: 'jiraiya_ai_bulkhead_queued',
    help: 'Generations that wait for a place to ask the provider.'
  }),
  makeCounterProvider({
    name: 'jiraiya_moderations_total',
    help: 'Moderations. stage is input or output; result is passed, rejected, failed_open or failed_closed.',
    labelNames: ['stage', 'result']
  }),
  makeCounterProvider({
    name: 'jiraiya_prompt_injections_total',
    help: 'Requests that read like instructions, by the rule that said so. action is block or flag.',
    labelNames: ['rule', 'action']
  }),
  makeCounterProvider({
    name: 'jiraiya_story_checks_total',
    help: 'Checks of finished stories. check is keywords, length or repair; result is passed or failed, for repair not_needed, better or in_vain.',
    labelNames: ['check', 'result']
  }),
  makeGaugeProvider({
    name: 'jiraiya_db_connections',
    help: 'Connections to PostgreSQL. state is busy, idle or waiting (callers without one).',
    labelNames: ['state']
  }),
  makeHistogramProvider({
    name: 'jiraiya_db_query_duration_seconds',
    help: 'Seconds of one statement. result is ok or failed.',
    labelNames: ['result'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  }),
  makeGaugeProvider({
    name: 'jiraiya_redis_up',
    help: 'Whether Redis answers: 1 or 0. store is shared or kuybi; absent where none is configured.',
    labelNames: ['store']
  }),
  makeCounterProvider({
    name: 'jiraiya_redis_failures_total',
    help: 'Commands that Redis did not answer, so that the service went on without.',
    labelNames: ['store']
  }),
  makeCounterProvider({
    name: 'jiraiya_cache_requests_total',
    help: 'Requests that the cache was asked for. result is hit, miss, shared (with one that is running) or bypass.',
    labelNames: ['result']
  }),
  makeCounterProvider({
    name: 'jiraiya_cache_saved_usd',
    help: 'US dollars that hits would have cost, had the story been written again.'
  }),
  makeCounterProvider({
    name: 'jiraiya_rate_limit_refusals_total',
    help: 'Requests refused by a limit. policy is minute, hour, read, flood or logins.',
    labelNames: ['policy']
  }),
  makeCounterProvider({
    name: 'jiraiya_rate_limit_decisions_total',
    help: 'Requests that the limits of owners counted, by what counted: redis or process.',
    labelNames: ['counter']
  }),
  makeCounterProvider({
    name: 'jiraiya_budget_refusals_total',
    help: 'Attempts that a budget did not allow. scope is owner, credential or global; period is day or month; unit is usd or tokens.',
    labelNames: ['scope', 'period', 'unit']
  }),
  makeCounterProvider({
    name: 'jiraiya_reservations_total',
    help: 'Reservations of a generation. event is opened, extended, settled or lost.',
    labelNames: ['event']
  }),
  makeGaugeProvider({
    name: 'jiraiya_reservations_open',
    help: 'Reservations of this process that are not settled.'
  }),
  makeGaugeProvider({
    name: 'jiraiya_ledger_entries_waiting',
    help: 'Finished generations whose entries PostgreSQL has not taken yet.'
  }),
  makeCounterProvider({
    name: 'jiraiya_idempotency_total',
    help: 'Requests with an Idempotency-Key. result is first, replayed, running or mismatch.',
    labelNames: ['result']
  }),
  makeCounterProvider({
    name: 'jiraiya_revocation_checks_total',
    help: 'User tokens looked up in Kuybi’s list. result is valid, revoked, failed_open or failed_closed.',
    labelNames: ['result']
  }),
  makeCounterProvider({
    name: 'jiraiya_audit_events_total',
    help: 'Audit events written, by action.',
    labelNames: ['action']
  }),
  makeGaugeProvider({
    name: 'jiraiya_streams_open',
    help: 'Streams being told now.'
  }),
  makeCounterProvider({
    name: 'jiraiya_stream_chunks_total',
    help: 'Stretches of text told to readers.'
  }),
  makeHistogramProvider({
    name: 'jiraiya_stream_time_to_first_text_seconds',
    help: 'Seconds from the request to the first stretch of text.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60]
  }),
  makeCounterProvider({
    name: 'jiraiya_streams_ended_total',
    help: 'Streams that ended. end is finished, failed, reader_left or reader_stalled.',
    labelNames: ['end']
  })
]
