import type { ErrorCode } from '#core/errors/error-catalogue.js'
import {
  counter,
  gauge,
  histogram,
  metricGroup,
  oneOf,
  requestBuckets
} from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

const route = oneOf('generate', 'stories', 'stream')

/** What a generation can come to once its request has been let in. */
export const generationOutcomes = [
  'ok',
  'client_closed',
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
] as const satisfies readonly ('ok' | 'client_closed' | ErrorCode)[]

export const generationsGroup = metricGroup('Generations', {
  generations: counter('jiraiya_generations_total', {
    unit: 'generations',
    help: 'Generations that ended: with a story, with a caller who left, or with an error code. Requests refused before (credentials, limits, overload, bad input) are none.',
    usedFor: 'The service level and its burn rate: see below whose fault an outcome is.',
    labels: { route, outcome: oneOf(...generationOutcomes) }
  }),
  generationDuration: histogram('jiraiya_generation_duration_seconds', {
    unit: 'seconds',
    help: 'Time a generation takes from the use case’s begin to its end. cached: the story was there already, or another caller’s was waited for.',
    usedFor:
      'How long a story takes (result="written"), all attempts, repair, moderation and waiting included.',
    labels: { route, result: oneOf('written', 'cached', 'failed', 'client_closed') },
    buckets: requestBuckets
  }),
  generationsInProgress: gauge('jiraiya_generations_in_progress', {
    unit: 'generations',
    help: 'Generations running now.',
    usedFor: 'Load of an instance by door; what a shutdown has to wait for.',
    labels: { route }
  }),
  injections: counter('jiraiya_prompt_injections_total', {
    unit: 'requests',
    help: 'Requests that read like instructions to the model; with prompt_leak, stories that repeat ours.',
    usedFor:
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
  moderations: counter('jiraiya_moderations_total', {
    unit: 'texts',
    help: 'Texts that were moderated.',
    usedFor:
      'failed_open: stories are delivered unmoderated; failed_closed: they are refused for it.',
    labels: {
      stage: oneOf('input', 'output'),
      result: oneOf('passed', 'rejected', 'failed_open', 'failed_closed')
    }
  }),
  cacheRequests: counter('jiraiya_cache_requests_total', {
    unit: 'generations',
    help: 'Orders by what the cache did for them: shared waited for the same one that was running, bypass did not ask.',
    usedFor: 'Hit rate: (hit + shared) / (hit + shared + miss).',
    labels: { result: oneOf('hit', 'miss', 'shared', 'bypass') }
  }),
  cacheSaved: counter('jiraiya_cache_saved_usd', {
    unit: 'US dollars',
    help: 'What hits would have cost, had the story been written again.',
    usedFor: 'What the cache is worth.'
  })
})

export const qualityGroup = metricGroup('Quality of stories', {
  checks: counter('jiraiya_story_checks_total', {
    unit: 'stories',
    help: 'Checks of finished stories. result of keywords and length: passed or failed; of repair: not_needed, improved or not_improved.',
    usedFor:
      'Length hit rate, stories with every keyword, and whether repairs are worth their money.',
    labels: {
      check: oneOf('keywords', 'length', 'repair'),
      result: oneOf('passed', 'failed', 'not_needed', 'improved', 'not_improved')
    },
    atStart: () => [
      ...['keywords', 'length'].flatMap(check =>
        ['passed', 'failed'].map(result => ({ check, result }))
      ),
      ...['not_needed', 'improved', 'not_improved'].map(result => ({ check: 'repair', result }))
    ]
  }),
  keywordsAsked: counter('jiraiya_story_keywords_asked_total', {
    unit: 'keywords',
    help: 'Keywords that written stories were asked to hold.',
    usedFor: 'The whole of which jiraiya_story_keywords_found_total is a part.'
  }),
  keywordsFound: counter('jiraiya_story_keywords_found_total', {
    unit: 'keywords',
    help: 'Keywords really found in written stories.',
    usedFor: 'Coverage: found / asked; it falls when a model or a prompt has become worse.'
  }),
  lengths: counter('jiraiya_story_lengths_total', {
    unit: 'stories',
    help: 'Written stories by their length against what was asked.',
    usedFor: 'In which direction a model misses the length.',
    labels: { length: oneOf('within', 'short', 'long') }
  }),
  words: histogram('jiraiya_story_words', {
    unit: 'words',
    help: 'Words of written stories.',
    usedFor: 'What stories are like; cost and duration follow it.',
    buckets: [50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000]
  })
})

export const streamsGroup = metricGroup('Streams', {
  streamsOpen: gauge('jiraiya_streams_open', {
    unit: 'streams',
    help: 'Streams being told now.',
    usedFor: 'Open connections that a shutdown has to wait for.'
  }),
  streamChunks: counter('jiraiya_stream_chunks_total', {
    unit: 'stretches of text',
    help: 'Stretches of text told to readers.',
    usedFor: '0 while streams are open: nothing flows.'
  }),
  timeToFirstText: histogram('jiraiya_stream_time_to_first_text_seconds', {
    unit: 'seconds',
    help: 'From the request to the first stretch of text told to the reader.',
    usedFor: 'How long readers see nothing.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60]
  }),
  streamsEnded: counter('jiraiya_streams_ended_total', {
    unit: 'streams',
    help: 'Streams that ended.',
    usedFor:
      'Readers who leave or stall: slow stories, or a proxy in between that buffers or cuts off.',
    labels: { end: oneOf('finished', 'failed', 'client_closed', 'client_stalled') }
  })
})

export class StoriesMetrics extends MetricsOf(generationsGroup, qualityGroup, streamsGroup) {}
