import { accessSync, constants } from 'node:fs'
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
  SecretHttpUrl,
  Structured,
  Text,
  TextList
} from '#core/config/setting.decorators.js'
import { baseUrlProblems, isAzureDeployment } from './base-url.js'
import {
  maxReasoningTokens,
  modelOptions,
  parseModelOptions,
  reasoningEfforts,
  type OptionsByModel,
  type ReasoningEffort
} from './models/model-options.js'
import { capabilitiesOf } from './models/model-table.js'
import {
  isHeaderValue,
  ownedFields,
  ownedHeaders,
  parseExtraBody,
  parseHeaders,
  type HeaderFields,
  type JsonFields
} from './extra-request-parts.js'

const whenSent = ['auto', 'always', 'never'] as const

/** Shorter than any key of OpenAI. */
const minimumOpenAiKey = 20

/** When a field is sent that only some servers know. */
export type WhenSent = (typeof whenSent)[number]

export type ProfileName = 'auto' | 'openai' | 'compatible' | 'json_object' | 'plain'

/** The language model and the limits for calling it. */
export class LlmSettings {
  @Secret({ description: 'API key of the provider. Required when strict.' })
  readonly OPENAI_API_KEY?: string

  @HttpUrl({
    default: 'https://api.openai.com/v1',
    description:
      'URL of the provider: OpenAI, or any server that implements its API; providers.md has the URLs of known servers. Without the route, and without a query except Azure’s `api-version`.'
  })
  readonly OPENAI_BASE_URL!: string

  @Flag({ default: false, description: 'Allow a plain http OPENAI_BASE_URL when strict.' })
  readonly OPENAI_ALLOW_HTTP!: boolean

  @Text({ description: 'OpenAI organization that requests are billed to.' })
  readonly OPENAI_ORGANIZATION?: string

  @Text({ description: 'OpenAI project that requests are billed to.' })
  readonly OPENAI_PROJECT?: string

  @Structured<HeaderFields>(
    {
      type: 'JSON object, secret',
      rule: `must be a JSON object of header names and texts of visible ASCII, without ${ownedHeaders.join(', ')}`,
      parse: parseHeaders,
      secret: true
    },
    {
      default: {},
      defaultText: 'none',
      description:
        'Further headers of every request to the provider, as gateways require them. They may replace `Authorization`.'
    }
  )
  readonly OPENAI_HEADERS!: HeaderFields

  @SecretHttpUrl({
    description:
      'Proxy for a provider with an https URL, reached by CONNECT. It may contain user and password. Loopback addresses are never reached through a proxy.'
  })
  readonly HTTPS_PROXY?: string

  @SecretHttpUrl({
    description: 'Proxy for a provider with a plain http URL; for https too without HTTPS_PROXY.'
  })
  readonly HTTP_PROXY?: string

  @TextList({
    default: [],
    description: 'Hosts that are reached without a proxy, with their subdomains; `*` for all.'
  })
  readonly NO_PROXY!: readonly string[]

  @Text({
    description:
      'File with the certificates (PEM) of further certificate authorities. Node.js reads it for all connections, so it must be in the environment of the process; in `.env` it has no effect.'
  })
  readonly NODE_EXTRA_CA_CERTS?: string

  @Text({
    default: 'gpt-6-luna',
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

  @Choice<ReasoningEffort>(reasoningEfforts, {
    defaultText: 'none where the model is known to accept it',
    description:
      'Reasoning effort of a model that reasons. Not sent to models that are known not to accept it, and to no model whose server rejected it.'
  })
  readonly OPENAI_REASONING_EFFORT?: ReasoningEffort

  @Integer(
    { min: 0, max: maxReasoningTokens },
    {
      default: 0,
      description:
        'Tokens for reasoning that are added to the token limit of every model from the start. More are added when a model used up its limit by reasoning.'
    }
  )
  readonly OPENAI_REASONING_TOKENS!: number

  @Structured<JsonFields>(
    {
      type: 'JSON object',
      rule: `must be a JSON object without ${ownedFields.join(', ')}`,
      parse: parseExtraBody
    },
    {
      default: {},
      defaultText: 'none',
      description:
        'Further fields of the body of every request for a story, as providers define them.'
    }
  )
  readonly OPENAI_EXTRA_BODY!: JsonFields

  @Structured<OptionsByModel>(
    {
      type: 'JSON object',
      rule: 'must be a JSON object of model names and objects with reasoningEffort, reasoningTokens and extraBody, each as its own setting',
      parse: parseModelOptions
    },
    {
      default: {},
      defaultText: 'none',
      description:
        'Options of single models, which replace OPENAI_REASONING_EFFORT, OPENAI_REASONING_TOKENS and OPENAI_EXTRA_BODY for them: `{"MODEL":{"reasoningEffort":"low","reasoningTokens":2000,"extraBody":{}}}`.'
    }
  )
  readonly OPENAI_MODEL_OPTIONS!: OptionsByModel

  @Choice<WhenSent>(whenSent, {
    default: 'auto',
    description:
      'Whether requests contain a hash of the owner as `safety_identifier`, by which a provider distinguishes the users of an account. `auto`: only to OpenAI.'
  })
  readonly OPENAI_SAFETY_IDENTIFIER!: WhenSent

  @Secret({
    description:
      'Key of that hash (HMAC-SHA-256), so that owners cannot be found by hashing guessed ids. A new key changes all identifiers.'
  })
  readonly OPENAI_SAFETY_KEY?: string

  @Choice<WhenSent>(whenSent, {
    default: 'auto',
    description:
      'Whether the moderation of a story that is not streamed is requested with the story, instead of by a call of its own. `auto`: only from OpenAI. If the response has no scores, the call is made.'
  })
  readonly OPENAI_INLINE_MODERATION!: WhenSent

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
    { default: 1000, description: 'Maximum number of concurrent generations.' }
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
      name: 'OPENAI_API_KEY',
      rule: `must have at least ${minimumOpenAiKey} characters for OpenAI's own address outside development`,
      onlyStrict: true,
      isBroken: ({ OPENAI_API_KEY, OPENAI_BASE_URL }) =>
        new URL(OPENAI_BASE_URL).hostname === 'api.openai.com' &&
        (OPENAI_API_KEY?.length ?? Infinity) < minimumOpenAiKey
    },
    ...(['OPENAI_API_KEY', 'OPENAI_ORGANIZATION', 'OPENAI_PROJECT'] as const).map(name => ({
      name,
      rule: 'must be visible ASCII, because it is sent as a header',
      isBroken: (settings: LlmSettings) => !isHeaderValue(settings[name] ?? '')
    })),
    {
      name: 'OPENAI_BASE_URL',
      rule: 'must be https outside development, unless OPENAI_ALLOW_HTTP=true',
      onlyStrict: true,
      isBroken: ({ OPENAI_BASE_URL, OPENAI_ALLOW_HTTP }) =>
        new URL(OPENAI_BASE_URL).protocol === 'http:' && !OPENAI_ALLOW_HTTP
    },
    {
      name: 'OPENAI_BASE_URL',
      rule: 'must be the URL that the routes follow',
      detail: ({ OPENAI_BASE_URL }) => baseUrlProblems(OPENAI_BASE_URL).join('; '),
      isBroken: ({ OPENAI_BASE_URL }) => baseUrlProblems(OPENAI_BASE_URL).length > 0
    },
    {
      name: 'OPENAI_FALLBACK_MODELS',
      rule: 'must be empty if OPENAI_BASE_URL is the path of one Azure deployment',
      isBroken: ({ OPENAI_BASE_URL, OPENAI_FALLBACK_MODELS }) =>
        isAzureDeployment(OPENAI_BASE_URL) && OPENAI_FALLBACK_MODELS.length > 0
    },
    {
      name: 'OPENAI_REASONING_EFFORT',
      rule: 'must be an effort that OPENAI_MODEL accepts',
      detail: ({ OPENAI_MODEL }) =>
        capabilitiesOf(OPENAI_MODEL)?.reasoningEfforts?.join(', ') ?? '',
      isBroken: ({ OPENAI_REASONING_EFFORT, OPENAI_MODEL }) =>
        OPENAI_REASONING_EFFORT !== undefined &&
        capabilitiesOf(OPENAI_MODEL)?.reasoningEfforts?.includes(OPENAI_REASONING_EFFORT) === false
    },
    {
      name: 'OPENAI_REASONING_TOKENS',
      rule: 'must be less than OPENAI_MAX_TOKENS',
      isBroken: ({ OPENAI_REASONING_TOKENS, OPENAI_MAX_TOKENS }) =>
        OPENAI_REASONING_TOKENS >= OPENAI_MAX_TOKENS
    },
    {
      name: 'OPENAI_MODEL_OPTIONS',
      rule: 'must have only models of OPENAI_MODEL and OPENAI_FALLBACK_MODELS, with efforts that they accept and reasoningTokens below OPENAI_MAX_TOKENS',
      isBroken: settings =>
        Object.keys(settings.OPENAI_MODEL_OPTIONS).some(model => !areUsable(settings, model))
    },
    {
      name: 'NODE_EXTRA_CA_CERTS',
      rule: 'must name a file that can be read',
      isBroken: ({ NODE_EXTRA_CA_CERTS }) =>
        NODE_EXTRA_CA_CERTS !== undefined && !isReadable(NODE_EXTRA_CA_CERTS)
    }
  ]
})

/** Whether the options of a model can be used as they are. */
function areUsable(settings: LlmSettings, model: string): boolean {
  const { reasoningEffort: effort, reasoningTokens = 0 } = modelOptions(settings, model)
  const isConfigured = [settings.OPENAI_MODEL, ...settings.OPENAI_FALLBACK_MODELS].includes(model)
  const isAccepted =
    settings.OPENAI_MODEL_OPTIONS[model]?.reasoningEffort === undefined ||
    capabilitiesOf(model)?.reasoningEfforts?.some(each => each === effort) !== false
  return isConfigured && isAccepted && reasoningTokens < settings.OPENAI_MAX_TOKENS
}

/** Node.js itself only warns of a file that it cannot read. */
function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
