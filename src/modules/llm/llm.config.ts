import { isStrict } from '#core/config/environment.js'
import { registerSettings } from '#core/config/register-settings.js'
import {
  Choice,
  Flag,
  Fraction,
  HttpUrl,
  Integer,
  Seconds,
  Secret,
  Text,
  TextList
} from '#core/config/setting.decorators.js'

export type ProfileName = 'auto' | 'openai' | 'compatible' | 'json_object' | 'plain'

/** The language model and the limits for calling it. */
export class LlmSettings {
  @Secret({ description: 'API key of the provider. Required when strict.' })
  readonly OPENAI_API_KEY?: string

  @HttpUrl({
    default: 'https://api.openai.com/v1',
    description: 'URL of the provider: OpenAI, or any server that implements its API.'
  })
  readonly OPENAI_BASE_URL!: string

  @Flag({ default: false, description: 'Allow a plain http OPENAI_BASE_URL when strict.' })
  readonly OPENAI_ALLOW_HTTP!: boolean

  @Text({
    default: 'gpt-4o-mini',
    description: 'The model that writes stories. It must have a price.'
  })
  readonly OPENAI_MODEL!: string

  @TextList({
    default: [],
    description: 'Fallback models, in this order. Each must have a price.'
  })
  readonly OPENAI_FALLBACK_MODELS!: readonly string[]

  @Choice(['auto', 'openai', 'compatible', 'json_object', 'plain'], {
    default: 'auto',
    description:
      'How the server expects structured output, token limit and temperature. `auto` chooses by the URL and adapts to parameters that the server rejects.'
  })
  readonly OPENAI_PROFILE!: ProfileName

  @Fraction({ min: 0, max: 2 }, { default: 0.7, description: 'Sampling temperature.' })
  readonly OPENAI_TEMPERATURE!: number

  @Integer(
    { min: 256, max: 131_072 },
    {
      default: 8192,
      description:
        'Upper bound of the token limit of a call; the limit itself depends on length and language.'
    }
  )
  readonly OPENAI_MAX_TOKENS!: number

  @Seconds(
    { min: 0.05, max: 600 },
    {
      default: 30,
      description:
        'Timeout for connecting, and for the time without data once a response has begun. Until then OPENAI_ATTEMPT_TIMEOUT applies.'
    }
  )
  readonly OPENAI_TIMEOUT!: number

  @Integer(
    { min: 1, max: 64 },
    {
      default: 4,
      description:
        'Maximum size of one answer of the provider, in MB, with everything that the server adds.'
    }
  )
  readonly OPENAI_MAX_ANSWER_MB!: number

  @Seconds({ min: 0.05, max: 900 }, { default: 90, description: 'Timeout of one attempt.' })
  readonly OPENAI_ATTEMPT_TIMEOUT!: number

  @Integer(
    { min: 0, max: 10 },
    { default: 3, description: 'Retries (not attempts) after transient failures.' }
  )
  readonly OPENAI_MAX_RETRIES!: number

  @Integer(
    { min: 1, max: 1000 },
    { default: 5, description: 'Consecutive failures that open a model’s circuit breaker.' }
  )
  readonly CIRCUIT_BREAKER_FAILURE_THRESHOLD!: number

  @Integer(
    { min: 1, max: 100 },
    { default: 2, description: 'Consecutive successes that close a half-open breaker.' }
  )
  readonly CIRCUIT_BREAKER_SUCCESS_THRESHOLD!: number

  @Seconds(
    { min: 0.05, max: 3600 },
    { default: 60, description: 'Time until an open breaker allows a trial call.' }
  )
  readonly CIRCUIT_BREAKER_TIMEOUT!: number

  @Integer(
    { min: 1, max: 100_000 },
    { default: 500, description: 'Maximum number of concurrent generations.' }
  )
  readonly AI_MAX_CONCURRENCY!: number

  @Integer(
    { min: 0, max: 100_000 },
    {
      default: 100,
      description:
        'Maximum number of generations that wait for a slot; further ones get 503 at once.'
    }
  )
  readonly AI_QUEUE_LIMIT!: number

  @Text({ default: 'omni-moderation-latest', description: 'The moderation model.' })
  readonly MODERATION_MODEL!: string

  @TextList({
    defaultText: 'none in development, jiraiya-simulator elsewhere',
    description: 'A response from one of these models is an upstream failure.'
  })
  readonly REFUSED_MODELS!: readonly string[]
}

export const llmConfig = registerSettings('llm', LlmSettings, {
  title: 'Language model',
  dependentDefaults: (_settings, environment) => ({
    REFUSED_MODELS: isStrict(environment) ? ['jiraiya-simulator'] : []
  }),
  rules: [
    {
      name: 'OPENAI_API_KEY',
      rule: 'is required outside development',
      onlyStrict: true,
      isBroken: ({ OPENAI_API_KEY }) => OPENAI_API_KEY === undefined
    },
    {
      name: 'OPENAI_BASE_URL',
      rule: 'must be https outside development, unless OPENAI_ALLOW_HTTP=true',
      onlyStrict: true,
      isBroken: ({ OPENAI_BASE_URL, OPENAI_ALLOW_HTTP }) =>
        new URL(OPENAI_BASE_URL).protocol === 'http:' && !OPENAI_ALLOW_HTTP
    }
  ]
})
