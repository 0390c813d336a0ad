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
import { failurePolicies, type FailurePolicy } from './failure-policies.js'
import { providerName } from './provider-name.js'

/** The requested model, because a provider may put any name into its response. */
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
 * boundaries are those of the convention, as its Prometheus exporters write them. Standard dashboards use
 * them. gen_ai.response.model is left out because a server may write anything there.
 */
const genAi = {
  gen_ai_operation_name: oneOf('chat'),
  gen_ai_provider_name: {
    bound:
      'the provider name of the convention for the host of OPENAI_BASE_URL, or `openai_compatible`',
    configured: of => [providerName(of(llmConfig))]
  },
  gen_ai_request_model: modelLabel
} satisfies Record<string, MetricLabel>

const secondsBuckets = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
]

const retriedReasons = Object.entries<FailurePolicy>(failurePolicies)
  .filter(([, { transient }]) => transient)
  .map(([reason]) => reason)

export const languageModelGroup = metricGroup('Language model', {
  requests: counter('jiraiya_ai_requests_total', {
    unit: 'attempts',
    help: 'Attempts to call the language model, by outcome. client_closed: the client closed the request.',
    usedFor:
      'Failures of the provider by model, including those that retries and fallbacks hid from clients.',
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
    help: 'Duration of one attempt, successful or not.',
    usedFor: 'A provider that becomes slow, before attempts reach OPENAI_ATTEMPT_TIMEOUT.',
    labels: { model: modelLabel },
    buckets: requestBuckets
  }),
  tokens: counter('jiraiya_ai_tokens_total', {
    unit: 'tokens',
    help: 'Tokens as the provider reported them, or as counted by the service if the provider reports none.',
    usedFor: 'Usage by model. More completion tokens per story mean that the model writes more.',
    labels: { model: modelLabel, type: oneOf('prompt', 'completion') }
  }),
  usageEstimated: counter('jiraiya_ai_usage_estimated_total', {
    unit: 'attempts',
    help: 'Attempts with an estimated usage in the ledger, because the provider reported none.',
    usedFor: 'Accuracy of the ledger: estimates overstate the cost.',
    labels: { model: modelLabel }
  }),
  retries: counter('jiraiya_ai_retries_total', {
    unit: 'attempts',
    help: 'Retries, by the reason of the previous failure.',
    usedFor: 'Failures of the provider that clients do not see.',
    labels: {
      model: modelLabel,
      reason: oneOf(...retriedReasons)
    }
  }),
  fallbacks: counter('jiraiya_ai_fallbacks_total', {
    unit: 'calls',
    help: 'Calls that continued with the next model.',
    usedFor: 'Another model than OPENAI_MODEL writes the stories, at its price.',
    labels: { from: modelLabel, to: modelLabel },
    atStart: of =>
      models(of)
        .slice(1)
        .map((to, index) => ({ from: models(of)[index] ?? '', to }))
  }),
  modelShutdown: gauge('jiraiya_model_shutdown_timestamp_seconds', {
    unit: 'seconds since 1970',
    help: 'Day on which the provider shuts a configured model down. Absent for a model without a known date.',
    usedFor: 'Replacing a model before its stories come from the fallbacks or fail.',
    labels: { model: modelLabel },
    atStart: () => []
  }),
  breakerState: gauge('jiraiya_circuit_breaker_state', {
    unit: '0, 1 or 2',
    help: 'Circuit breaker of a model: 0 closed, 1 half-open, 2 open, for all owners or for the one whose calls failed.',
    usedFor: '2: the model is not called; its stories come from the fallbacks or fail at once.',
    labels: { model: guarded }
  }),
  breakerTransitions: counter('jiraiya_circuit_breaker_transitions_total', {
    unit: 'transitions',
    help: 'State transitions of a circuit breaker.',
    usedFor: 'A breaker that opens between two scrapes, or opens and closes repeatedly.',
    labels: { model: guarded, to: oneOf('closed', 'half_open', 'open') }
  }),
  bulkheadInUse: gauge('jiraiya_ai_bulkhead_in_use', {
    unit: 'calls',
    help: 'Calls to the provider that are running.',
    usedFor: 'Saturation: at jiraiya_capacity{resource="ai_places"} further calls wait.'
  }),
  bulkheadQueued: gauge('jiraiya_ai_bulkhead_queued', {
    unit: 'calls',
    help: 'Calls that wait for a slot in the bulkhead.',
    usedFor:
      'Above 0 for a long time: add instances, or raise AI_MAX_CONCURRENCY if the provider allows it.'
  })
})

export const genAiGroup = metricGroup('Language model, OpenTelemetry names', {
  operationDuration: histogram('gen_ai_client_operation_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of one attempt to call the language model. error_type is absent if it succeeded.',
    usedFor:
      'Standard GenAI dashboards. error_type is more precise than outcome: it distinguishes an invalid key from an account without credit.',
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
    help: 'Tokens of a successful attempt.',
    usedFor: 'Standard GenAI dashboards; the distribution of tokens per story.',
    labels: { ...genAi, gen_ai_token_type: oneOf('input', 'output') },
    buckets: [
      1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
      67_108_864
    ]
  }),
  timeToFirstChunk: histogram('gen_ai_client_operation_time_to_first_chunk_seconds', {
    unit: 'seconds',
    help: 'Time from the request of a streamed attempt to the first chunk of its response.',
    usedFor:
      'The part of jiraiya_stream_time_to_first_text_seconds that the provider causes; the rest is the service.',
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
