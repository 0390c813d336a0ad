import type { ApiKeyEntry } from './api-key-entry.js'
import { parseApiKeys } from './api-key-entry.js'
import { parseServiceScopes, type ServiceScopes } from './service-scopes.js'
import { parsePrices, type ConfiguredPrices } from './configured-prices.js'
import {
  Choice,
  Flag,
  Fraction,
  HttpUrl,
  Integer,
  Seconds,
  Secret,
  Structured,
  Text,
  TextList
} from './setting.decorators.js'

export type Environment = 'development' | 'staging' | 'production'
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
export type LogFormat = 'json' | 'text'
export type ProfileName = 'auto' | 'openai' | 'compatible' | 'json_object' | 'plain'

/**
 * Every setting, read once at start, then frozen. The names are the environment variables' own, so
 * that one search finds a setting's rule and all its uses. Durations are in seconds.
 */
export class Settings {
  @Choice(['development', 'staging', 'production'], {
    default: 'development',
    about: 'The only setting that decides what is strict: staging and production are.'
  })
  readonly ENVIRONMENT!: Environment

  @Text({ default: '0.0.0.0', about: 'Address to listen on.' })
  readonly HOST!: string

  @Integer({ min: 0, max: 65_535 }, { default: 8000, about: 'Port; 0 lets the system choose.' })
  readonly PORT!: number

  @Integer(
    { min: 1, max: 1 },
    { default: 1, about: 'Processes per instance; more than one is not built yet.' }
  )
  readonly WORKERS!: number

  @Integer(
    { min: 0, max: 16 },
    {
      default: 0,
      about:
        'Proxies in front whose `X-Forwarded-For` is believed, counted from here; 0 believes none.'
    }
  )
  readonly TRUST_PROXY_HOPS!: number

  @TextList({
    default: ['http://localhost:3000', 'http://localhost:5173'],
    about: 'Origins whose pages may call; `*` allows all, and is refused when strict.'
  })
  readonly CORS_ORIGINS!: readonly string[]

  @Flag({ default: true, about: 'Serve the OpenAPI document and its page at /api/docs.' })
  readonly ENABLE_DOCS!: boolean

  @Integer(
    { min: 1, max: 1024 },
    { default: 64, about: 'Largest request body in KB; larger ones are answered with 413.' }
  )
  readonly BODY_LIMIT_KB!: number

  @Seconds(
    { min: 0.1, max: 600 },
    {
      default: 30,
      about:
        'Time for a request, head and body, to arrive; slower ones are answered with 408 and cut off.'
    }
  )
  readonly REQUEST_ARRIVAL_TIMEOUT!: number

  @Choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    { default: 'info', about: 'Least level that is logged, in any letter case; WARNING is warn.' },
    { warning: 'warn', critical: 'fatal' }
  )
  readonly LOG_LEVEL!: LogLevel

  @Choice(['json', 'text'], {
    defaultText: 'text in development, json elsewhere',
    about: 'How a log line looks.'
  })
  readonly LOG_FORMAT!: LogFormat

  @Seconds(
    { min: 1, max: 600 },
    { default: 30, about: 'Time to finish what is running after SIGTERM; then it is cut off.' }
  )
  readonly SHUTDOWN_TIMEOUT!: number

  @Seconds(
    { min: 0, max: 60 },
    {
      defaultText: '0 in development, 5 elsewhere',
      about: 'Time between turning not ready and closing the door; load balancers need it.'
    }
  )
  readonly SHUTDOWN_DELAY!: number

  @Flag({ default: true, about: 'Serve Prometheus metrics at /metrics.' })
  readonly ENABLE_METRICS!: boolean

  @Flag({
    default: true,
    about: 'false lets everyone in as an anonymous caller; possible only in development.'
  })
  readonly REQUIRE_AUTHENTICATION!: boolean

  @Secret({
    defaultText: 'required',
    about:
      'Secret of Kuybi’s user tokens, at least 32 characters. Sample values are refused when strict.'
  })
  readonly JWT_SECRET!: string

  @Secret({ about: 'The secret before JWT_SECRET, accepted too while one replaces the other.' })
  readonly JWT_SECRET_PREVIOUS?: string

  @Choice(['hs256'], { default: 'hs256', defaultText: 'HS256', about: 'Nothing else is accepted.' })
  readonly JWT_ALGORITHM!: 'hs256'

  @Text({ about: 'Issuer that a user token must name; unchecked when absent.' })
  readonly JWT_ISSUER?: string

  @Text({ about: 'Audience that a user token must name; unchecked when absent.' })
  readonly JWT_AUDIENCE?: string

  @TextList({
    default: ['super-admin', 'admin', 'user'],
    about: 'Roles of user tokens that may write stories.'
  })
  readonly STORY_ROLES!: readonly string[]

  @TextList({ default: ['super-admin', 'admin'], about: 'Roles of user tokens that are admins.' })
  readonly ADMIN_ROLES!: readonly string[]

  @Secret({
    defaultText: 'JWT_SECRET in development, none elsewhere',
    about: 'Secret of service tokens; without one they are off.'
  })
  readonly SERVICE_JWT_SECRET?: string

  @Structured<ServiceScopes>(
    {
      type: 'JSON object',
      rule: 'must be a JSON object of {"sub": ["scope", …]}; scopes are stories, act-as, tokens:issue, admin',
      parse: parseServiceScopes
    },
    {
      default: {},
      defaultText: 'none',
      about: 'What each service may do, by the `sub` of its token.'
    }
  )
  readonly SERVICE_SCOPES!: ServiceScopes

  @Secret({
    defaultText: 'derived from JWT_SECRET in development, none elsewhere',
    about:
      'Secret of the tokens that this service issues, never JWT_SECRET itself; without one none are issued.'
  })
  readonly TOKEN_SECRET?: string

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 600, about: 'Requests a minute from one address, before anybody asks who it is.' }
  )
  readonly FLOOD_LIMIT_PER_MINUTE!: number

  @Integer(
    { min: 1, max: 1_000_000 },
    { default: 20, about: 'Failed logins a minute from one address.' }
  )
  readonly LOGIN_FAILURES_PER_MINUTE!: number

  @Structured<readonly ApiKeyEntry[]>(
    {
      type: 'JSON list',
      rule: 'must be a JSON list (or comma-separated) of key strings, or of {name, sha256, scopes}; scopes are stories, act-as, tokens:issue, admin; sha256 is 64 hex digits',
      parse: parseApiKeys,
      secret: true
    },
    {
      default: [],
      about:
        'Keys for the header `X-API-Key`: a plain string, or `{name, sha256, scopes}` as `npm run key` prints it. A plain string is named after its digest and has the scope stories.'
    }
  )
  readonly API_KEYS!: readonly ApiKeyEntry[]

  @Secret({ about: 'The provider’s key. Required when strict.' })
  readonly OPENAI_API_KEY?: string

  @HttpUrl({
    default: 'https://api.openai.com/v1',
    about: 'The provider: OpenAI, or any server that speaks its protocol.'
  })
  readonly OPENAI_BASE_URL!: string

  @Flag({ default: false, about: 'Allow a plain http OPENAI_BASE_URL when strict.' })
  readonly OPENAI_ALLOW_HTTP!: boolean

  @Text({ default: 'gpt-4o-mini', about: 'The model that writes. It must have a price.' })
  readonly OPENAI_MODEL!: string

  @TextList({
    default: [],
    about: 'Models asked in this order when the one before cannot answer. Each must have a price.'
  })
  readonly OPENAI_FALLBACK_MODELS!: readonly string[]

  @Choice(['auto', 'openai', 'compatible', 'json_object', 'plain'], {
    default: 'auto',
    about:
      'How the server wants structured output, token limit and temperature. `auto` starts from the address and learns from the server’s refusals.'
  })
  readonly OPENAI_PROFILE!: ProfileName

  @Fraction({ min: 0, max: 2 }, { default: 0.7, about: 'Sampling temperature.' })
  readonly OPENAI_TEMPERATURE!: number

  @Integer(
    { min: 256, max: 131_072 },
    {
      default: 8192,
      about: 'Ceiling of the token limit; the limit sent follows from length and language.'
    }
  )
  readonly OPENAI_MAX_TOKENS!: number

  @Seconds(
    { min: 0.05, max: 600 },
    {
      default: 30,
      about:
        'Longest silence on a connection: until it stands, and between two parts of an answer. Until the first byte of an answer that comes in one piece, OPENAI_ATTEMPT_TIMEOUT counts.'
    }
  )
  readonly OPENAI_TIMEOUT!: number

  @Seconds({ min: 0.05, max: 900 }, { default: 90, about: 'Longest time for one attempt.' })
  readonly OPENAI_ATTEMPT_TIMEOUT!: number

  @Seconds(
    { min: 0.05, max: 1800 },
    { default: 120, about: 'Longest time for a whole generation: attempts, waits and repair.' }
  )
  readonly GENERATION_DEADLINE!: number

  @Integer(
    { min: 0, max: 10 },
    { default: 3, about: 'Retries (not attempts) after faults that may pass.' }
  )
  readonly OPENAI_MAX_RETRIES!: number

  @Integer(
    { min: 1, max: 1000 },
    { default: 5, about: 'Failures in a row that open a model’s circuit breaker.' }
  )
  readonly CIRCUIT_BREAKER_FAILURE_THRESHOLD!: number

  @Integer(
    { min: 1, max: 100 },
    { default: 2, about: 'Successes in a row that close a half-open breaker.' }
  )
  readonly CIRCUIT_BREAKER_SUCCESS_THRESHOLD!: number

  @Seconds({ min: 0.05, max: 3600 }, { default: 60, about: 'Time an open breaker stays open.' })
  readonly CIRCUIT_BREAKER_TIMEOUT!: number

  @Integer(
    { min: 1, max: 100_000 },
    { default: 500, about: 'Generations that may ask the provider at once.' }
  )
  readonly AI_MAX_CONCURRENCY!: number

  @Integer(
    { min: 0, max: 100_000 },
    { default: 100, about: 'Generations that may wait for a place; beyond it 503 at once.' }
  )
  readonly AI_QUEUE_LIMIT!: number

  @Choice(['off', 'input', 'output', 'both'], {
    default: 'off',
    about:
      'What the provider’s moderation endpoint sees. Where strict, stories for children are always moderated, both ways.'
  })
  readonly MODERATION!: 'off' | 'input' | 'output' | 'both'

  @Text({ default: 'omni-moderation-latest', about: 'The model that moderates.' })
  readonly MODERATION_MODEL!: string

  @Choice(['open', 'closed'], {
    defaultText: 'open, closed for children',
    about: 'Whether content passes when moderation itself fails.'
  })
  readonly MODERATION_FAIL?: 'open' | 'closed'

  @Choice(['block', 'flag', 'off'], {
    default: 'flag',
    about:
      'What happens to keywords and genres that read like instructions: refused, or only counted.'
  })
  readonly PROMPT_INJECTION!: 'block' | 'flag' | 'off'

  @Structured<ConfiguredPrices>(
    {
      type: 'JSON object',
      rule: 'must be a JSON object of {"model": {"input": n, "output": n, "cachedInput": n}} with n >= 0, in US dollars per million tokens',
      parse: parsePrices
    },
    {
      default: {},
      defaultText: 'the shipped table',
      about:
        'Prices in US dollars per million tokens, added to the shipped table or in place of its rows.'
    }
  )
  readonly OPENAI_PRICES!: ConfiguredPrices

  @TextList({
    defaultText: 'none in development, jiraiya-simulator elsewhere',
    about: 'An answer that names one of these models is an upstream failure.'
  })
  readonly REFUSED_MODELS!: readonly string[]
}

/** Staging is as strict as production. */
export function isStrict(settings: Pick<Settings, 'ENVIRONMENT'>): boolean {
  return settings.ENVIRONMENT !== 'development'
}
