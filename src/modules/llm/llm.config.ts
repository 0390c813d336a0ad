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

/** The language model and how it is asked. */
export class LlmSettings {
  @Secret({ description: 'The provider’s key. Required when strict.' })
  readonly OPENAI_API_KEY?: string

  @HttpUrl({
    default: 'https://api.openai.com/v1',
    description: 'The provider: OpenAI, or any server that speaks its protocol.'
  })
  readonly OPENAI_BASE_URL!: string

  @Flag({ default: false, description: 'Allow a plain http OPENAI_BASE_URL when strict.' })
  readonly OPENAI_ALLOW_HTTP!: boolean

  @Text({ default: 'gpt-4o-mini', description: 'The model that writes. It must have a price.' })
  readonly OPENAI_MODEL!: string

  @TextList({
    default: [],
    description:
      'Models asked in this order when the one before cannot answer. Each must have a price.'
  })
  readonly OPENAI_FALLBACK_MODELS!: readonly string[]

  @Choice(['auto', 'openai', 'compatible', 'json_object', 'plain'], {
    default: 'auto',
    description:
      'How the server wants structured output, token limit and temperature. `auto` starts from the address and learns from the server’s refusals.'
  })
  readonly OPENAI_PROFILE!: ProfileName

  @Fraction({ min: 0, max: 2 }, { default: 0.7, description: 'Sampling temperature.' })
  readonly OPENAI_TEMPERATURE!: number

  @Integer(
    { min: 256, max: 131_072 },
    {
      default: 8192,
      description: 'Ceiling of the token limit; the limit sent follows from length and language.'
    }
  )
  readonly OPENAI_MAX_TOKENS!: number

  @Seconds(
    { min: 0.05, max: 600 },
    {
      default: 30,
      description:
        'Longest silence on a connection: until it stands, and between two parts of an answer. Until the first byte of an answer that comes in one piece, OPENAI_ATTEMPT_TIMEOUT counts.'
    }
  )
  readonly OPENAI_TIMEOUT!: number

  @Seconds({ min: 0.05, max: 900 }, { default: 90, description: 'Longest time for one attempt.' })
  readonly OPENAI_ATTEMPT_TIMEOUT!: number

  @Integer(
    { min: 0, max: 10 },
    { default: 3, description: 'Retries (not attempts) after faults that may pass.' }
  )
  readonly OPENAI_MAX_RETRIES!: number

  @Integer(
    { min: 1, max: 1000 },
    { default: 5, description: 'Failures in a row that open a model’s circuit breaker.' }
  )
  readonly CIRCUIT_BREAKER_FAILURE_THRESHOLD!: number

  @Integer(
    { min: 1, max: 100 },
    { default: 2, description: 'Successes in a row that close a half-open breaker.' }
  )
  readonly CIRCUIT_BREAKER_SUCCESS_THRESHOLD!: number

  @Seconds(
    { min: 0.05, max: 3600 },
    { default: 60, description: 'Time an open breaker stays open.' }
  )
  readonly CIRCUIT_BREAKER_TIMEOUT!: number

  @Integer(
    { min: 1, max: 100_000 },
    { default: 500, description: 'Generations that may ask the provider at once.' }
  )
  readonly AI_MAX_CONCURRENCY!: number

  @Integer(
    { min: 0, max: 100_000 },
    { default: 100, description: 'Generations that may wait for a place; beyond it 503 at once.' }
  )
  readonly AI_QUEUE_LIMIT!: number

  @Text({ default: 'omni-moderation-latest', description: 'The model that moderates.' })
  readonly MODERATION_MODEL!: string

  @TextList({
    defaultText: 'none in development, jiraiya-simulator elsewhere',
    description: 'An answer that names one of these models is an upstream failure.'
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
