import { providerName } from '#core/config/provider-name.js'
import type { Settings } from '#core/config/settings.js'
import {
  counter,
  gauge,
  group,
  histogram,
  oneOf,
  requestBuckets,
  type LabelValues,
  type MetricLabel
} from './metric-declaration.js'

/** As asked for; what the provider calls itself may be anything. */
const model: MetricLabel = { bound: 'OPENAI_MODEL, OPENAI_FALLBACK_MODELS', configured: models }
const guarded: MetricLabel = {
  bound: 'OPENAI_MODEL, OPENAI_FALLBACK_MODELS, MODERATION_MODEL',
  configured: settings => [...models(settings), settings.MODERATION_MODEL]
}

function models({ OPENAI_MODEL, OPENAI_FALLBACK_MODELS }: Settings): readonly string[] {
  return [OPENAI_MODEL, ...OPENAI_FALLBACK_MODELS]
}

const languageModel = group('The language model', [
  counter('jiraiya_ai_requests_total', {
    unit: 'attempts',
    help: 'Attempts at the language model, by what they ended with; client_closed: the client closed the request.',
    usedFor:
      'Whether the provider is in trouble, by model; includes what retries and fallbacks hid from callers.',
    labels: {
      model,
      outcome: oneOf(
        'ok',
        'client_closed',
        'AI_SERVICE_ERROR',
        'AI_UNAVAILABLE',
        'AI_TIMEOUT',
        'AI_REFUSED',
        'INTERNAL_ERROR'
      )
    }
  }),
  histogram('jiraiya_ai_request_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of one attempt at the language model, however it ended.',
    usedFor: 'A provider that becomes slow, before attempts run into OPENAI_ATTEMPT_TIMEOUT.',
    labels: { model },
    buckets: requestBuckets
  }),
  counter('jiraiya_ai_tokens_total', {
    unit: 'tokens',
    help: 'Tokens as the provider reported them, or as counted here for a story whose server reports none.',
    usedFor: 'Use by model; completion tokens per story tell of a model that has become wordy.',
    labels: { model, type: oneOf('prompt', 'completion') }
  }),
  counter('jiraiya_ai_usage_estimated_total', {
    unit: 'attempts',
    help: 'Attempts whose tokens are in the books as an estimate, because the provider reported none.',
    usedFor: 'How far the books can be trusted: they overstate what these cost.',
    labels: { model }
  }),
  counter('jiraiya_ai_cost_usd', {
    unit: 'US dollars',
    help: 'Money spent, by the price table and the model asked for.',
    usedFor:
      'Spending per hour against what is usual; per story, divided by the generations that were ok.',
    labels: { model }
  }),
  counter('jiraiya_ai_retries_total', {
    unit: 'attempts',
    help: 'Attempts made again, by what the one before failed for.',
    usedFor: 'Trouble at the provider that callers do not see yet.',
    labels: {
      model,
      reason: oneOf(
        'connection_failed',
        'connection_timeout',
        'name_not_resolved',
        'connection_lost',
        'upstream_silent',
        'upstream_request_timeout',
        'upstream_conflict',
        'upstream_server_error',
        'upstream_rate_limit'
      )
    }
  }),
  counter('jiraiya_ai_fallbacks_total', {
    unit: 'calls',
    help: 'Calls that went on to the next model.',
    usedFor: 'Stories are being written by another model than wanted, at its price.',
    labels: { from: model, to: model },
    atStart: settings =>
      models(settings)
        .slice(1)
        .map((to, index) => ({ from: models(settings)[index] ?? '', to }))
  }),
  gauge('jiraiya_circuit_breaker_state', {
    unit: '0, 1 or 2',
    help: 'Circuit breaker of a model: 0 closed, 1 half-open, 2 open.',
    usedFor:
      '2: the model is not asked at all; its stories come from the fallbacks or fail at once.',
    labels: { model: guarded }
  }),
  counter('jiraiya_circuit_breaker_transitions_total', {
    unit: 'turns',
    help: 'Turns of a model’s circuit breaker.',
    usedFor: 'A breaker that opens between two scrapes, or flaps.',
    labels: { model: guarded, to: oneOf('closed', 'half_open', 'open') }
  }),
  gauge('jiraiya_ai_bulkhead_in_use', {
    unit: 'calls',
    help: 'Calls that ask the provider now.',
    usedFor: 'Saturation: at jiraiya_capacity{resource="ai_places"} further ones wait.'
  }),
  gauge('jiraiya_ai_bulkhead_queued', {
    unit: 'calls',
    help: 'Calls that wait for a place to ask the provider.',
    usedFor:
      'Above 0 for long: more instances, or a higher AI_MAX_CONCURRENCY, as far as the provider allows.'
  }),
  counter('jiraiya_moderations_total', {
    unit: 'texts',
    help: 'Texts that were moderated.',
    usedFor:
      'failed_open: stories are delivered unmoderated; failed_closed: they are refused for it.',
    labels: {
      stage: oneOf('input', 'output'),
      result: oneOf('passed', 'rejected', 'failed_open', 'failed_closed')
    }
  })
])

/*
 * OpenTelemetry's conventions for generative AI, as of semantic conventions 1.42.0 (June 2026; status
 * Development; kept since in open-telemetry/semantic-conventions-genai): names, attributes and bucket
 * boundaries are theirs, in the form that their Prometheus exporters give them. They are for
 * dashboards that are made for any service; our own names do not change when the conventions do.
 * gen_ai.response.model and server.address are left out: the first is whatever a server writes.
 */
const genAi = {
  gen_ai_operation_name: oneOf('chat'),
  gen_ai_provider_name: {
    bound: 'a name of the convention for the host of OPENAI_BASE_URL, or `openai_compatible`',
    configured: settings => [providerName(settings)]
  },
  gen_ai_request_model: model
} satisfies Record<string, MetricLabel>

const secondsBuckets = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
]

const openTelemetry = group('The language model, in OpenTelemetry’s words', [
  histogram('gen_ai_client_operation_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of one attempt at the language model. error_type is absent when it succeeded.',
    usedFor:
      'GenAI dashboards made elsewhere; error_type is finer than our outcome: it tells a bad key from an empty account.',
    labels: {
      ...genAi,
      error_type: {
        bound: 'a reason of docs/failure-modes.md, `client_closed`, or `INTERNAL_ERROR`',
        max: 30
      }
    },
    atStart: succeeding,
    buckets: secondsBuckets
  }),
  histogram('gen_ai_client_token_usage', {
    unit: 'tokens',
    help: 'Tokens of an attempt that succeeded.',
    usedFor: 'GenAI dashboards made elsewhere; the spread of what a story takes.',
    labels: { ...genAi, gen_ai_token_type: oneOf('input', 'output') },
    buckets: [
      1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
      67_108_864
    ]
  }),
  histogram('gen_ai_client_operation_time_to_first_chunk_seconds', {
    unit: 'seconds',
    help: 'From the request of a streamed attempt to the first chunk of its answer.',
    usedFor:
      'How long the provider makes readers of streams wait; the rest of jiraiya_stream_time_to_first_text_seconds is ours.',
    labels: genAi,
    buckets: secondsBuckets
  })
])

function succeeding(settings: Settings): readonly LabelValues[] {
  return models(settings).map(name => ({
    gen_ai_operation_name: 'chat',
    gen_ai_provider_name: providerName(settings),
    gen_ai_request_model: name
  }))
}

export const modelMetrics = [languageModel, openTelemetry] as const
