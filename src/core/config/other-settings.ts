import type { Variables } from './parse-settings.js'
import { parseFlag } from './setting.decorators.js'
import type { SettingProblem } from './settings-error.js'

const fixedName = 'the name of the service is fixed; OTEL_SERVICE_NAME changes it in traces'
const databaseUrl = 'set DATABASE_URL'
const redisUrl = 'set REDIS_URL'
const rateLimits =
  'set RATE_LIMIT_PER_MINUTE and RATE_LIMIT_PER_HOUR for owners, FLOOD_LIMIT_PER_MINUTE for IP addresses'

/** Variables of the predecessor and of the platform that are not settings of this service, and what to do instead. */
export const otherSettings: Readonly<Record<string, string>> = {
  API_KEY: 'it is read as API_KEYS if that is missing: set API_KEYS',
  API_V1_STR: '/api/v1 is fixed; PATH_PREFIX adds a prefix',
  APP_PORT: 'set PORT',
  CORS_ORIGIN: 'set CORS_ORIGINS',
  DB_DATABASE: databaseUrl,
  DB_HOST: databaseUrl,
  DB_MAX_OVERFLOW: 'DB_POOL_SIZE is the maximum number of connections',
  DB_NAME: databaseUrl,
  DB_PASS: databaseUrl,
  DB_PASSWORD: databaseUrl,
  DB_PORT: databaseUrl,
  DB_USER: databaseUrl,
  DB_USERNAME: databaseUrl,
  DEBUG: 'set LOG_LEVEL=debug in development',
  JWT_SECRET_KEY: 'set JWT_SECRET',
  PROJECT_NAME: fixedName,
  REDIS_DB: redisUrl,
  REDIS_ENABLED: 'REDIS_URL enables Redis; REDIS_ENABLED=false disables it',
  REDIS_HOST: redisUrl,
  REDIS_MAX_CONNECTIONS: 'no setting replaces it: the service does not use a pool for Redis',
  REDIS_PASSWORD: redisUrl,
  REDIS_PORT: redisUrl,
  SERVICE_NAME: fixedName,
  'THROTTLE_*': rateLimits,
  VERSION: 'the version is that of the package'
}

/** For every such variable that has a value: which setting takes its place. Their values are left out. */
export function otherSettingNotices(variables: Variables): readonly SettingProblem[] {
  return Object.entries(variables)
    .filter(([, value]) => value)
    .map(([name]) => [name, insteadOf(name.replace(/_FILE$/, ''))] as const)
    .filter(([, instead]) => instead !== undefined)
    .map(([name, instead]) => ({ name, rule: `is not a setting of this service: ${instead}` }))
}

/** What a strict environment does not start with. */
export function otherSettingProblems({ DEBUG = '' }: Variables): readonly SettingProblem[] {
  return parseFlag(DEBUG) === true
    ? [{ name: 'DEBUG', rule: 'must not be true outside development' }]
    : []
}

/**
 * Two of these variables keep their meaning, because the service would be open to the wrong clients or
 * use the wrong store without them.
 */
export function withOtherSettings(variables: Variables): Variables {
  const { API_KEY, API_KEY_FILE, API_KEYS, API_KEYS_FILE, REDIS_ENABLED } = variables
  const hasKeys = Boolean(API_KEYS) || Boolean(API_KEYS_FILE)
  const keys = {
    ...(API_KEY && { API_KEYS: JSON.stringify([API_KEY]) }),
    ...(API_KEY_FILE && { API_KEYS_FILE: API_KEY_FILE })
  }
  const known =
    REDIS_ENABLED && parseFlag(REDIS_ENABLED) === false ? withoutRedis(variables) : variables
  return hasKeys ? known : { ...known, ...keys }
}

function insteadOf(name: string): string | undefined {
  const entry = name.replace(/^(THROTTLE)_.*/, '$1_*')
  return Object.hasOwn(otherSettings, entry) ? otherSettings[entry] : undefined
}

function withoutRedis(variables: Variables): Variables {
  const entries = Object.entries(variables)
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('REDIS_')))
}
