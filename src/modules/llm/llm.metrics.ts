import type { SettingsLookup } from '#core/config/settings-namespace.js'
import {
  counter,
  gauge,
  histogram,
  metricGroup,
  oneOf,
  requestBuckets,
  type LabelValues,
  type MetricLabel
} from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'
import { llmConfig } from './llm.config.js'
import { providerName } from './provider-name.js'

/** The model asked for: a provider may put any name into its answer. */
export const modelLabel: MetricLabel = {
  bound: 'OPENAI_MODEL, OPENAI_FALLBACK_MODELS',
  configured: models
}
const guarded: MetricLabel = {
  bound: 'OPENAI_MODEL, OPENAI_FALLBACK_MODELS, MODERATION_MODEL',
  configured: of => [...models(of), of(llmConfig).MODERATION_MODEL]
}

function models(of: SettingsLookup): readonly string[] {
  const { OPENAI_MODEL, OPENAI_FALLBACK_MODELS } = of(llmConfig)
  return [OPENAI_MODEL, ...OPENAI_FALLBACK_MODELS]
}

/*
 * OpenTelemetry's conventions for generative AI, semantic conventions 1.42.0 (June 2026, status
 * Development, now kept in open-telemetry/semantic-conventions-genai). Names, attributes and bucket
 * boundaries are those of the convention, as its Prometheus exporters write them. They serve dashboards
 * made for any service. gen_ai.response.model is left out because a server may write anything there.
 */
const genAi = {
  gen_ai_operation_name: oneOf('chat'),
  gen_ai_provider_name: {
    bound: 'a name of the convention for the host of OPENAI_BASE_URL, or `openai_compatible`',
    configured: of => [providerName(of(llmConfig))]
  },
  gen_ai_request_model: modelLabel
} satisfies Record<string, MetricLabel>

const secondsBuckets = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
]

export const languageModelGroup = metricGroup('Language model', {
  requests: counter('jiraiya_ai_requests_total', {
    unit: 'attempts',
    help: 'Attempts at the language model, by what they ended with; client_closed: the client closed the request.',
    usedFor:
      'Whether the provider is in trouble, by model; includes what retries and fallbacks hid from callers.',
    labels: {
      model: modelLabel,
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
  requestDuration: histogram('jiraiya_ai_request_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of one attempt at the language model, however it ended.',
    usedFor: 'A provider that becomes slow, before attempts run into OPENAI_ATTEMPT_TIMEOUT.',
    labels: { model: modelLabel },
    buckets: requestBuckets
  }),
  tokens: counter('jiraiya_ai_tokens_total', {
    unit: 'tokens',
    help: 'Tokens as the provider reported them, or as counted here for a story whose server reports none.',
    usedFor: 'Use by model; completion tokens per story tell of a model that has become wordy.',
    labels: { model: modelLabel, type: oneOf('prompt', 'completion') }
  }),
  usageEstimated: counter('jiraiya_ai_usage_estimated_total', {
    unit: 'attempts',
    help: 'Attempts whose tokens are in the books as an estimate, because the provider reported none.',
    usedFor: 'How far the books can be trusted: they overstate what these cost.',
    labels: { model: modelLabel }
  }),
  retries: counter('jiraiya_ai_retries_total', {
    unit: 'attempts',
    help: 'Attempts made again, by what the one before failed for.',
    usedFor: 'Trouble at the provider that callers do not see yet.',
    labels: {
      model: modelLabel,
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
  fallbacks: counter('jiraiya_ai_fallbacks_total', {
    unit: 'calls',
    help: 'Calls that went on to the next model.',
    usedFor: 'Stories are being written by another model than wanted, at its price.',
    labels: { from: modelLabel, to: modelLabel },
    atStart: of =>
      models(of)
        .slice(1)
        .map((to, index) => ({ from: models(of)[index] ?? '', to }))
  }),
  breakerState: gauge('jiraiya_circuit_breaker_state', {
    unit: '0, 1 or 2',
    help: 'Circuit breaker of a model: 0 closed, 1 half-open, 2 open.',
    usedFor:
      '2: the model is not asked at all; its stories come from the fallbacks or fail at once.',
    labels: { model: guarded }
  }),
  breakerTransitions: counter('jiraiya_circuit_breaker_transitions_total', {
    unit: 'turns',
    help: 'Turns of a model’s circuit breaker.',
    usedFor: 'A breaker that opens between two scrapes, or flaps.',
    labels: { model: guarded, to: oneOf('closed', 'half_open', 'open') }
  }),
  bulkheadInUse: gauge('jiraiya_ai_bulkhead_in_use', {
    unit: 'calls',
    help: 'Calls that ask the provider now.',
    usedFor: 'Saturation: at jiraiya_capacity{resource="ai_places"} further ones wait.'
  }),
  bulkheadQueued: gauge('jiraiya_ai_bulkhead_queued', {
    unit: 'calls',
    help: 'Calls that wait for a place to ask the provider.',
    usedFor:
      'Above 0 for long: more instances, or a higher AI_MAX_CONCURRENCY, as far as the provider allows.'
  })
})

export const genAiGroup = metricGroup('Language model, OpenTelemetry names', {
  operationDuration: histogram('gen_ai_client_operation_duration_seconds', {
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
  tokenUsage: histogram('gen_ai_client_token_usage', {
    unit: 'tokens',
    help: 'Tokens of an attempt that succeeded.',
    usedFor: 'GenAI dashboards made elsewhere; the spread of what a story takes.',
    labels: { ...genAi, gen_ai_token_type: oneOf('input', 'output') },
    buckets: [
      1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
      67_108_864
    ]
  }),
  timeToFirstChunk: histogram('gen_ai_client_operation_time_to_first_chunk_seconds', {
    unit: 'seconds',
    help: 'From the request of a streamed attempt to the first chunk of its answer.',
    usedFor:
      'How long the provider makes readers of streams wait; the rest of jiraiya_stream_time_to_first_text_seconds is ours.',
    labels: genAi,
    buckets: secondsBuckets
  })
})

export class LlmMetrics extends MetricsOf(languageModelGroup, genAiGroup) {}

function succeeding(of: SettingsLookup): readonly LabelValues[] {
  return models(of).map(name => ({
    gen_ai_operation_name: 'chat',
    gen_ai_provider_name: providerName(of(llmConfig)),
    gen_ai_request_model: name
  }))
}
