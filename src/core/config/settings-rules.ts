import type { SettingProblem } from './settings-error.js'
import { isSample } from './secrets.js'
import { isStrict, type Settings } from './settings.js'

const minimumKeyLength = 32

interface Rule {
  readonly name: keyof Settings
  readonly rule: string
  readonly broken: (settings: Settings) => boolean
}

/** What development forgives and staging and production do not. */
const strictRules: readonly Rule[] = [
  {
    name: 'OPENAI_API_KEY',
    rule: 'is required outside development',
    broken: settings => settings.OPENAI_API_KEY === undefined
  },
  {
    name: 'OPENAI_BASE_URL',
    rule: 'must be https outside development, unless OPENAI_ALLOW_HTTP=true',
    broken: settings =>
      new URL(settings.OPENAI_BASE_URL).protocol === 'http:' && !settings.OPENAI_ALLOW_HTTP
  },
  {
    name: 'JWT_SECRET',
    rule: 'must not be a sample value outside development',
    broken: settings => isSample(settings.JWT_SECRET)
  },
  {
    name: 'SERVICE_JWT_SECRET',
    rule: 'must not be a sample value outside development',
    broken: settings => isSample(settings.SERVICE_JWT_SECRET)
  },
  {
    name: 'TOKEN_SECRET',
    rule: 'must not be a sample value outside development',
    broken: settings => isSample(settings.TOKEN_SECRET)
  },
  {
    name: 'CORS_ORIGINS',
    rule: 'must not hold * outside development',
    broken: settings => settings.CORS_ORIGINS.includes('*')
  },
  {
    name: 'REQUIRE_AUTHENTICATION',
    rule: 'may be false only in development',
    broken: settings => !settings.REQUIRE_AUTHENTICATION
  },
  {
    name: 'API_KEYS',
    rule: `must not hold a plain key of fewer than ${minimumKeyLength} characters outside development`,
    broken: settings =>
      settings.API_KEYS.some(({ plainLength }) => (plainLength ?? Infinity) < minimumKeyLength)
  }
]

/** What no environment forgives. */
const rules: readonly Rule[] = [
  {
    name: 'DATABASE_URL',
    rule: 'is required',
    broken: settings => settings.DATABASE_URL === undefined
  },
  {
    name: 'RESERVATION_LEASE',
    rule: 'must be longer than GENERATION_DEADLINE',
    broken: settings => settings.RESERVATION_LEASE <= settings.GENERATION_DEADLINE
  }
]

/** `alreadyBroken` names settings whose value could not even be read. */
export function ruleProblems(
  settings: Settings,
  alreadyBroken: ReadonlySet<string>
): readonly SettingProblem[] {
  const knowsEnvironment = !alreadyBroken.has('ENVIRONMENT')
  return [...rules, ...(knowsEnvironment && isStrict(settings) ? strictRules : [])]
    .filter(rule => !alreadyBroken.has(rule.name) && rule.broken(settings))
    .map(({ name, rule }) => ({ name, rule }))
}
