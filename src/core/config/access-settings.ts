import { parseApiKeys, type ApiKeyEntry } from './api-key-entry.js'
import { parseServiceScopes, type ServiceScopes } from './service-scopes.js'
import { ServiceSettings } from './service-settings.js'
import { Choice, Flag, RedisUrl, Secret, Structured, Text, TextList } from './setting.decorators.js'

/** Who may call. */
export abstract class AccessSettings extends ServiceSettings {
  @Flag({
    default: true,
    description: 'false lets everyone in as an anonymous caller; possible only in development.'
  })
  readonly REQUIRE_AUTHENTICATION!: boolean

  @Secret({
    defaultText: 'required',
    description:
      'Secret of Kuybi’s user tokens, at least 32 characters. Sample values are refused when strict.'
  })
  readonly JWT_SECRET!: string

  @Secret({
    description: 'The secret before JWT_SECRET, accepted too while one replaces the other.'
  })
  readonly JWT_SECRET_PREVIOUS?: string

  @Choice(['hs256'], {
    default: 'hs256',
    defaultText: 'HS256',
    description: 'Nothing else is accepted.'
  })
  readonly JWT_ALGORITHM!: 'hs256'

  @Text({ description: 'Issuer that a user token must name; unchecked when absent.' })
  readonly JWT_ISSUER?: string

  @Text({ description: 'Audience that a user token must name; unchecked when absent.' })
  readonly JWT_AUDIENCE?: string

  @TextList({
    default: ['super-admin', 'admin', 'user'],
    description: 'Roles of user tokens that may write stories.'
  })
  readonly STORY_ROLES!: readonly string[]

  @TextList({
    default: ['super-admin', 'admin'],
    description: 'Roles of user tokens that are admins.'
  })
  readonly ADMIN_ROLES!: readonly string[]

  @Secret({
    defaultText: 'JWT_SECRET in development, none elsewhere',
    description: 'Secret of service tokens; without one they are off.'
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
      description: 'What each service may do, by the `sub` of its token.'
    }
  )
  readonly SERVICE_SCOPES!: ServiceScopes

  @Secret({
    defaultText: 'derived from JWT_SECRET in development, none elsewhere',
    description:
      'Secret of the tokens that this service issues, never JWT_SECRET itself; without one none are issued.'
  })
  readonly TOKEN_SECRET?: string

  @Structured<readonly ApiKeyEntry[]>(
    {
      type: 'JSON list',
      rule: 'must be a JSON list (or comma-separated) of key strings, or of {name, sha256, scopes}; scopes are stories, act-as, tokens:issue, admin; sha256 is 64 hex digits',
      parse: parseApiKeys,
      secret: true
    },
    {
      default: [],
      description:
        'Keys for the header `X-API-Key`: a plain string, or `{name, sha256, scopes}` as `npm run key` prints it. A plain string is named after its digest and has the scope stories.'
    }
  )
  readonly API_KEYS!: readonly ApiKeyEntry[]

  @RedisUrl({
    description: 'Kuybi’s Redis, where it lists revoked tokens; without it none counts as revoked.'
  })
  readonly KUYBI_REDIS_URL?: string

  @Choice(['open', 'closed'], {
    default: 'open',
    description:
      'What a user token is worth while Kuybi’s Redis cannot be asked: `open` takes it, `closed` answers 503.'
  })
  readonly REVOCATION_FAIL!: 'open' | 'closed'
}
