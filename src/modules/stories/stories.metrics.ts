import type { ErrorCode } from '#core/errors/error-codes.js'
import {
  counter,
  gauge,
  histogram,
  metricGroup,
  oneOf,
  requestBuckets
} from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'
import { revisionKinds } from './domain/revisions/revision.js'
import { lacks } from './domain/story.js'

const route = oneOf('generate', 'stories', 'stream', 'revisions', 'revision_stream', 'job')

/** All possible outcomes of a generation after its request was admitted. */
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
    help: 'Generations that ended: with a story, a disconnect or an error code. Requests that were rejected earlier (authentication, limits, overload, validation) are not counted.',
    usedFor: 'The service level and its burn rate. The table below lists who causes each outcome.',
    labels: { route, outcome: oneOf(...generationOutcomes) }
  }),
  generationDuration: histogram('jiraiya_generation_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of a generation from start to end. cached: the story came from the cache or from a concurrent identical request.',
    usedFor:
      'How long a story takes (result="written"), including all attempts, repair, moderation and waiting.',
    labels: { route, result: oneOf('written', 'cached', 'failed', 'client_closed') },
    buckets: requestBuckets
  }),
  generationsInProgress: gauge('jiraiya_generations_in_progress', {
    unit: 'generations',
    help: 'Running generations.',
    usedFor: 'Load of an instance by route. A shutdown waits for them.',
    labels: { route }
  }),
  injections: counter('jiraiya_prompt_injections_total', {
    unit: 'requests',
    help: 'Requests that look like instructions to the model; with prompt_leak, stories that repeat the system prompt.',
    usedFor: 'Attempts of prompt injection, or a rule that matches valid requests.',
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
      'failed_open: stories are delivered without moderation. failed_closed: requests are rejected because moderation fails.',
    labels: {
      stage: oneOf('input', 'output'),
      result: oneOf('passed', 'rejected', 'failed_open', 'failed_closed')
    }
  }),
  cacheRequests: counter('jiraiya_cache_requests_total', {
    unit: 'generations',
    help: 'Generations by cache result. shared: waited for a concurrent identical request. bypass: the cache was not used.',
    usedFor: 'Hit rate: (hit + shared) / (hit + shared + miss).',
    labels: { result: oneOf('hit', 'miss', 'shared', 'bypass') }
  }),
  revisions: counter('jiraiya_revisions_total', {
    unit: 'revisions',
    help: 'Revisions of stories that ended, by kind. failed: without a story, for any reason.',
    usedFor: 'Which revisions are used, and which of them fail.',
    labels: { kind: oneOf(...revisionKinds), result: oneOf('ok', 'failed') }
  }),
  cacheSaved: counter('jiraiya_cache_saved_usd', {
    unit: 'US dollars',
    help: 'What cache hits would have cost if the stories had been generated.',
    usedFor: 'Savings of the cache.'
  })
})

const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

export const qualityGroup = metricGroup('Quality of stories', {
  checks: counter('jiraiya_story_checks_total', {
    unit: 'stories',
    help: 'Checks of finished stories. all: every check of the story. result of repair: not_needed, improved or not_improved; of all others: passed or failed.',
    usedFor: 'The share of stories that pass each check, and whether repairs help.',
    labels: {
      check: oneOf(...lacks, 'all', 'repair'),
      result: oneOf('passed', 'failed', 'not_needed', 'improved', 'not_improved')
    },
    atStart: () => [
      ...[...lacks, 'all'].flatMap(check =>
        ['passed', 'failed'].map(result => ({ check, result }))
      ),
      ...['not_needed', 'improved', 'not_improved'].map(result => ({ check: 'repair', result }))
    ]
  }),
  keywordsAsked: counter('jiraiya_story_keywords_asked_total', {
    unit: 'keywords',
    help: 'Keywords requested for generated stories.',
    usedFor: 'The total for jiraiya_story_keywords_found_total.'
  }),
  keywordsFound: counter('jiraiya_story_keywords_found_total', {
    unit: 'keywords',
    help: 'Requested keywords that were found in generated stories.',
    usedFor: 'Coverage: found / asked. It falls when a model or a prompt becomes worse.'
  }),
  lengths: counter('jiraiya_story_lengths_total', {
    unit: 'stories',
    help: 'Generated stories by length, compared with the request.',
    usedFor: 'Whether a model writes stories that are too short or too long.',
    labels: { length: oneOf('within', 'short', 'long') }
  }),
  words: histogram('jiraiya_story_words', {
    unit: 'words',
    help: 'Words of generated stories.',
    usedFor: 'The length of stories; cost and duration depend on it.',
    buckets: [50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000]
  }),
  indicators: counter('jiraiya_story_indicators_total', {
    unit: 'stories',
    help: 'Stories whose indicators were to be computed after their delivery. dropped: the queue was full, the process was overloaded or stopped, or the story was not stored.',
    usedFor: 'How many stories the histograms of the indicators describe.',
    labels: { result: oneOf('computed', 'dropped', 'failed') }
  }),
  distinctPairs: histogram('jiraiya_story_distinct_pairs_ratio', {
    unit: '0 to 1',
    help: 'Share of different pairs of adjacent words in a story (distinct-2).',
    usedFor: 'It falls when a model varies its wording less.',
    buckets: [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1]
  }),
  repeatedGroups: histogram('jiraiya_story_repeated_groups_ratio', {
    unit: '0 to 1',
    help: 'Share of groups of four adjacent words that occur more than once in a story.',
    usedFor: 'It rises when a model repeats itself.',
    buckets: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1]
  }),
  dialogue: histogram('jiraiya_story_dialogue_ratio', {
    unit: '0 to 1',
    help: 'Share of characters inside quotation marks.',
    usedFor: 'Whether stories have dialogue; a change shows another style of a model.',
    buckets: shares
  }),
  similarity: histogram('jiraiya_story_similarity_ratio', {
    unit: '0 to 1',
    help: 'Similarity of a story to the most similar one of the last 20 of its owner, by SimHash. Unrelated texts have about 0.5.',
    usedFor: 'It rises when a model writes the same story again and again.',
    buckets: [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1]
  })
})

export const streamsGroup = metricGroup('Streams', {
  streamsOpen: gauge('jiraiya_streams_open', {
    unit: 'streams',
    help: 'Open streams.',
    usedFor: 'Connections for which a shutdown has to wait.'
  }),
  streamChunks: counter('jiraiya_stream_chunks_total', {
    unit: 'events',
    help: 'delta events sent to clients.',
    usedFor: '0 while streams are open: no text arrives.'
  }),
  timeToFirstText: histogram('jiraiya_stream_time_to_first_text_seconds', {
    unit: 'seconds',
    help: 'Time from the request to the first delta event.',
    usedFor: 'How long clients wait for the first text.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60]
  }),
  streamsEnded: counter('jiraiya_streams_ended_total', {
    unit: 'streams',
    help: 'Streams that ended.',
    usedFor:
      'Clients that disconnect or stop reading: slow stories, or a proxy that buffers or closes streams.',
    labels: { end: oneOf('finished', 'failed', 'client_closed', 'client_stalled') }
  })
})

export class StoriesMetrics extends MetricsOf(generationsGroup, qualityGroup, streamsGroup) {}
