import { parseApiKeys, plainKeysIn, type ApiKeyEntry } from './strategies/api-key-entry.js'
import { derivedSecret, secretRules } from './secrets.js'
import { parseServiceScopes, type ServiceScopes } from './strategies/service-scopes.js'
import { isStrict } from '#core/config/environment.js'
import { registerSettings } from '#core/config/register-settings.js'
import { Choice, Flag, Integer, Secret, Structured, Text } from '#core/config/setting.decorators.js'

const minimumKeyLength = 32

/** Authentication of clients. */
export class AuthSettings {
  @Flag({
    default: true,
    description:
      'Whether requests need a credential. Can be false only in development; all requests are then anonymous.'
  })
  readonly REQUIRE_AUTHENTICATION!: boolean

  @Secret({
    defaultText: 'required',
    description:
      'Secret of Kuybi’s user tokens, at least 32 characters. Sample values are rejected when strict.'
  })
  readonly JWT_SECRET!: string

  @Secret({
    description: 'The previous JWT_SECRET, accepted too during a rotation.'
  })
  readonly JWT_SECRET_PREVIOUS?: string

  @Choice(['hs256'], {
    default: 'hs256',
    defaultText: 'HS256',
    description: 'The only accepted algorithm.'
  })
  readonly JWT_ALGORITHM!: 'hs256'

  @Integer(
    { min: 60, max: 31_536_000 },
    {
      default: 86_400,
      description: 'Longest accepted lifetime of a user token, in seconds from `iat` to `exp`.'
    }
  )
  readonly JWT_MAX_LIFETIME!: number

  @Text({ description: 'Required issuer of user tokens; not checked if absent.' })
  readonly JWT_ISSUER?: string

  @Text({ description: 'Required audience of user tokens; not checked if absent.' })
  readonly JWT_AUDIENCE?: string

  @Secret({
    defaultText: 'JWT_SECRET in development, none elsewhere',
    description: 'Secret of service tokens; without it they are rejected.'
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
      description: 'Scopes of each service, by the `sub` of its token.'
    }
  )
  readonly SERVICE_SCOPES!: ServiceScopes

  @Secret({
    defaultText: 'derived from JWT_SECRET in development, none elsewhere',
    description:
      'Secret of the tokens that this service issues. Must differ from JWT_SECRET; without it no tokens are issued.'
  })
  readonly TOKEN_SECRET?: string

  @Structured<readonly ApiKeyEntry[]>(
    {
      type: 'JSON list',
      rule: 'must be a JSON list (or comma-separated) of key strings, or of {name, sha256, scopes}; scopes are stories, act-as, tokens:issue, admin; sha256 is 64 hex digits',
      parse: parseApiKeys,
      secret: true,
      secretsIn: plainKeysIn
    },
    {
      default: [],
      description:
        'Keys for the header `X-API-Key`: a plain string, or `{name, sha256, scopes}` as `npm run key` prints it. The name of a plain string comes from its digest, and its scope is stories.'
    }
  )
  readonly API_KEYS!: readonly ApiKeyEntry[]
}

export const authConfig = registerSettings('auth', AuthSettings, {
  title: 'Authentication',
  dependentDefaults: ({ JWT_SECRET }, environment) =>
    // Without JWT_SECRET there is nothing to derive from, and the rules report it.
    isStrict(environment) || JWT_SECRET === undefined
      ? {}
      : { SERVICE_JWT_SECRET: JWT_SECRET, TOKEN_SECRET: derivedSecret(JWT_SECRET) },
  rules: [
    ...secretRules,
    {
      name: 'REQUIRE_AUTHENTICATION',
      rule: 'may be false only in development',
      onlyStrict: true,
      isBroken: ({ REQUIRE_AUTHENTICATION }) => !REQUIRE_AUTHENTICATION
    },
    {
      name: 'API_KEYS',
      rule: `must not hold a plain key of fewer than ${minimumKeyLength} characters outside development`,
      onlyStrict: true,
      isBroken: ({ API_KEYS }) =>
        API_KEYS.some(({ plainLength }) => (plainLength ?? Infinity) < minimumKeyLength)
    }
  ]
})
