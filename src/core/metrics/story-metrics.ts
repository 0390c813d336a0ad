import type { ErrorCode } from '#core/errors/error-catalogue.js'
import { counter, gauge, group, histogram, oneOf, requestBuckets } from './metric-declaration.js'

const route = oneOf('generate', 'stories', 'stream')

/** What a generation can come to once its request has been let in. */
export const generationOutcomes = [
  'ok',
  'left',
  'AI_SERVICE_ERROR',
  'AI_UNAVAILABLE',
  'AI_TIMEOUT',
  'AI_REFUSED',
  'CONTENT_REJECTED',
  'BUDGET_EXCEEDED',
  'IDEMPOTENCY_IN_PROGRESS',
  'IDEMPOTENCY_MISMATCH',
  'NOT_FOUND',
  'INTERNAL_ERROR',
  'SERVICE_OVERLOADED',
  'SERVICE_UNAVAILABLE',
  'SHUTTING_DOWN'
] as const satisfies readonly ('ok' | 'left' | ErrorCode)[]

const generations = group('Generations', [
  counter('jiraiya_generations_total', {
    unit: 'generations',
    says: 'Generations that ended: with a story, with a caller who left, or with an error code. Requests refused before (credentials, limits, overload, bad input) are none.',
    goodFor: 'The service level and its burn rate: see below whose fault an outcome is.',
    labels: { route, outcome: oneOf(...generationOutcomes) }
  }),
  histogram('jiraiya_generation_duration_seconds', {
    unit: 'seconds',
    says: 'Time a generation takes from the use case’s begin to its end. known: the story was there already, or another caller’s was waited for.',
    goodFor:
      'How long a story takes (result="written"), all attempts, repair, moderation and waiting included.',
    labels: { route, result: oneOf('written', 'known', 'failed', 'left') },
    buckets: requestBuckets
  }),
  gauge('jiraiya_generations_in_progress', {
    unit: 'generations',
    says: 'Generations running now.',
    goodFor: 'Load of an instance by door; what a shutdown has to wait for.',
    labels: { route }
  }),
  counter('jiraiya_prompt_injections_total', {
    unit: 'requests',
    says: 'Requests that read like instructions to the model; with prompt_leak, stories that repeat ours.',
    goodFor:
      'Somebody tries to talk the model into something; a rule that refuses honest requests.',
    labels: {
      rule: oneOf(
        'override_instructions',
        'reveal_prompt',
        'change_role',
        'exfiltrate_secret',
        'output_control',
        'chat_markup',
        'encoded_payload',
        'prompt_leak'
      ),
      action: oneOf('block', 'flag')
    }
  }),
  counter('jiraiya_cache_requests_total', {
    unit: 'generations',
    says: 'Orders by what the cache did for them: shared waited for the same one that was running, bypass did not ask.',
    goodFor: 'Hit rate: (hit + shared) / (hit + shared + miss).',
    labels: { result: oneOf('hit', 'miss', 'shared', 'bypass') }
  }),
  counter('jiraiya_cache_saved_usd', {
    unit: 'US dollars',
    says: 'What hits would have cost, had the story been written again.',
    goodFor: 'What the cache is worth.'
  }),
  counter('jiraiya_idempotency_total', {
    unit: 'requests',
    says: 'Requests with an Idempotency-Key.',
    goodFor: 'replayed and running: clients that retry; mismatch: a client that reuses its keys.',
    labels: { result: oneOf('first', 'replayed', 'running', 'mismatch') }
  })
])

/** Of stories that were written; delivered again they are not judged again. */
const quality = group('Quality of stories', [
  counter('jiraiya_story_checks_total', {
    unit: 'stories',
    says: 'Checks of finished stories. result of keywords and length: passed or failed; of repair: not_needed, better or in_vain.',
    goodFor:
      'Length hit rate, stories with every keyword, and whether repairs are worth their money.',
    labels: {
      check: oneOf('keywords', 'length', 'repair'),
      result: oneOf('passed', 'failed', 'not_needed', 'better', 'in_vain')
    },
    atStart: () => [
      ...['keywords', 'length'].flatMap(check =>
        ['passed', 'failed'].map(result => ({ check, result }))
      ),
      ...['not_needed', 'better', 'in_vain'].map(result => ({ check: 'repair', result }))
    ]
  }),
  counter('jiraiya_story_keywords_asked_total', {
    unit: 'keywords',
    says: 'Keywords that written stories were asked to hold.',
    goodFor: 'The whole of which jiraiya_story_keywords_found_total is a part.'
  }),
  counter('jiraiya_story_keywords_found_total', {
    unit: 'keywords',
    says: 'Keywords really found in written stories.',
    goodFor: 'Coverage: found / asked; it falls when a model or a prompt has become worse.'
  }),
  counter('jiraiya_story_lengths_total', {
    unit: 'stories',
    says: 'Written stories by their length against what was asked.',
    goodFor: 'In which direction a model misses the length.',
    labels: { length: oneOf('within', 'short', 'long') }
  }),
  histogram('jiraiya_story_words', {
    unit: 'words',
    says: 'Words of written stories.',
    goodFor: 'What stories are like; cost and duration follow it.',
    buckets: [50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000]
  })
])

const streams = group('Streams', [
  gauge('jiraiya_streams_open', {
    unit: 'streams',
    says: 'Streams being told now.',
    goodFor: 'Open connections that a shutdown has to wait for.'
  }),
  counter('jiraiya_stream_chunks_total', {
    unit: 'stretches of text',
    says: 'Stretches of text told to readers.',
    goodFor: '0 while streams are open: nothing flows.'
  }),
  histogram('jiraiya_stream_time_to_first_text_seconds', {
    unit: 'seconds',
    says: 'From the request to the first stretch of text told to the reader.',
    goodFor: 'How long readers see nothing.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60]
  }),
  counter('jiraiya_streams_ended_total', {
    unit: 'streams',
    says: 'Streams that ended.',
    goodFor:
      'Readers who leave or stall: slow stories, or a proxy in between that buffers or cuts off.',
    labels: { end: oneOf('finished', 'failed', 'reader_left', 'reader_stalled') }
  })
])

const money = group('Budgets and books', [
  counter('jiraiya_budget_refusals_total', {
    unit: 'attempts',
    says: 'Attempts that a budget did not allow.',
    goodFor: 'scope="global": nobody gets a story any more; the others are their owners’ matter.',
    labels: {
      scope: oneOf('owner', 'credential', 'global'),
      period: oneOf('day', 'month'),
      unit: oneOf('usd', 'tokens')
    }
  }),
  gauge('jiraiya_budget_spent_ratio', {
    unit: '0 to 1',
    says: 'Part of the budget of all that is spent or reserved, as the last attempt found it.',
    goodFor: 'Above 0.9: soon nobody gets a story any more. 0 where no such budget is configured.',
    labels: { period: oneOf('day', 'month'), unit: oneOf('usd', 'tokens') }
  }),
  counter('jiraiya_reservations_total', {
    unit: 'reservations',
    says: 'Reservations of generations: opened, extended by another attempt, settled, or lost with their process.',
    goodFor: 'lost: a process died at work; its attempts are booked at their worst case.',
    labels: { event: oneOf('opened', 'extended', 'settled', 'lost') }
  }),
  gauge('jiraiya_reservations_open', {
    unit: 'reservations',
    says: 'Reservations of this process that are not settled.',
    goodFor: 'Above 0 without generations in progress: entries wait for PostgreSQL.'
  }),
  gauge('jiraiya_ledger_entries_waiting', {
    unit: 'entries',
    says: 'Finished generations whose entries PostgreSQL has not taken yet.',
    goodFor: 'They live in memory only: do not kill an instance while it is above 0.'
  }),
  counter('jiraiya_ledger_entries_lost_total', {
    unit: 'entries',
    says: 'Finished generations whose entries will never be written: too many waited (full), or PostgreSQL refused them (refused).',
    goodFor: 'Above 0: stories are missing, and the books hold the worst case instead of the cost.',
    labels: { cause: oneOf('full', 'refused') }
  })
])

export const storyMetrics = [generations, quality, streams, money] as const
