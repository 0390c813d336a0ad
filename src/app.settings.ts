import type { ConfigType } from '@nestjs/config'
import { appConfig } from '#core/config/app.config.js'
import { SettingsParser, type Variables } from '#core/config/parse-settings.js'
import { declaredSettings, type SettingEntry } from '#core/config/setting.decorators.js'
import { SettingsError, type SettingProblem } from '#core/config/settings-error.js'
import type { SettingsNamespace } from '#core/config/settings-namespace.js'
import { auditConfig } from '#core/audit/audit.config.js'
import { databaseConfig } from '#core/database/database.config.js'
import { httpConfig } from '#core/http/http.config.js'
import { lifecycleConfig } from '#core/lifecycle/lifecycle.config.js'
import { loggingConfig } from '#core/logging/logging.config.js'
import { metricsConfig } from '#core/metrics/metrics.config.js'
import { redisConfig } from '#core/redis/redis.config.js'
import { tracingConfig } from '#core/tracing/tracing.config.js'
import { authConfig } from '#modules/auth/auth.config.js'
import { billingConfig } from '#modules/billing/billing.config.js'
import { cacheConfig } from '#modules/cache/cache.config.js'
import { idempotencyConfig } from '#modules/idempotency/idempotency.config.js'
import { jobsConfig } from '#modules/jobs/jobs.config.js'
import { kuybiConfig } from '#modules/kuybi/kuybi.config.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { rateLimitConfig } from '#modules/rate-limit/rate-limit.config.js'
import { storiesConfig } from '#modules/stories/stories.config.js'
import { certificateConfig } from '#modules/stories/certificate/certificate.config.js'
import { servicesConfig } from '#modules/services/services.config.js'
import { webhooksConfig } from '#modules/webhooks/webhooks.config.js'
import { studioConfig } from '#modules/studio/studio.config.js'
import {
  otherSettingNotices,
  otherSettingProblems,
  withOtherSettings
} from '#core/config/other-settings.js'

/** The settings of every module, in the order of docs/configuration.md. */
export const settingsNamespaces = {
  app: appConfig,
  http: httpConfig,
  logging: loggingConfig,
  lifecycle: lifecycleConfig,
  metrics: metricsConfig,
  tracing: tracingConfig,
  auth: authConfig,
  kuybi: kuybiConfig,
  llm: llmConfig,
  stories: storiesConfig,
  certificates: certificateConfig,
  jobs: jobsConfig,
  webhooks: webhooksConfig,
  services: servicesConfig,
  studio: studioConfig,
  rateLimit: rateLimitConfig,
  billing: billingConfig,
  database: databaseConfig,
  redis: redisConfig,
  cache: cacheConfig,
  idempotency: idempotencyConfig,
  audit: auditConfig
}

type Namespaces = typeof settingsNamespaces

/** All settings, by module. Only what starts the application holds them all. */
export type Settings = { readonly [Name in keyof Namespaces]: ConfigType<Namespaces[Name]> }

/** One group of docs/configuration.md. */
export interface SettingGroup {
  readonly title: string
  readonly settings: readonly SettingEntry[]
}

export function settingGroups(): readonly SettingGroup[] {
  return Object.values<SettingsNamespace>(settingsNamespaces).map(({ title, settings }) => ({
    title,
    settings: declaredSettings(settings)
  }))
}

/** The settings of this process, and what the log reports about them. */
export interface LoadedSettings {
  readonly settings: Settings
  readonly notices: readonly SettingProblem[]
}

/** @throws SettingsError as parseSettings does */
export function loadSettings(variables: Variables): LoadedSettings {
  return { settings: parseSettings(variables), notices: noticesOf(variables) }
}

/**
 * Typed, frozen settings from environment variables.
 * @throws SettingsError that lists every problem at once, and never a value
 */
export function parseSettings(variables: Variables): Settings {
  const parser = new SettingsParser(withOtherSettings(variables))
  const others = parser.isStrict ? otherSettingProblems(variables) : []
  const problems = [...parser.problemsOf(Object.values(settingsNamespaces)), ...others]
  if (problems.length > 0) throw new SettingsError(problems, otherSettingNotices(variables))
  const settings = Object.entries<SettingsNamespace>(settingsNamespaces).map(
    ([name, each]) => [name, parser.settingsOf(each)] as const
  )
  return Object.freeze(Object.fromEntries(settings)) as unknown as Settings
}

function noticesOf(variables: Variables): readonly SettingProblem[] {
  const parser = new SettingsParser(withOtherSettings(variables))
  return [
    ...otherSettingNotices(variables),
    ...parser.warningsOf(Object.values(settingsNamespaces))
  ]
}
