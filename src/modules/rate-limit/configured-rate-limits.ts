import { roleName } from '#core/access/role-name.js'
import { parseJson } from '#core/config/setting.decorators.js'

/** Limits that replace the usual ones. */
export interface RateLimitOverride {
  readonly perMinute?: number
  readonly perHour?: number
  readonly readPerMinute?: number
}

/** By `role:NAME`, `key:NAME` or `service:NAME`. */
export type RateLimitOverrides = Readonly<Record<string, RateLimitOverride>>

const names: ReadonlySet<string> = new Set(['perMinute', 'perHour', 'readPerMinute'])

/** Parses `RATE_LIMITS`. */
export function parseRateLimits(text: string): RateLimitOverrides | undefined {
  const table = parseJson(text)
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return undefined
  const right = Object.entries(table).every(
    ([who, limits]) => /^(role|key|service):.+$/.test(who) && isOverride(limits)
  )
  if (!right) return undefined
  const overrides = Object.entries(table as RateLimitOverrides)
  return Object.fromEntries(overrides.map(([who, limits]) => [comparable(who), limits]))
}

function comparable(who: string): string {
  return who.startsWith('role:') ? `role:${roleName(who.slice('role:'.length))}` : who
}

function isOverride(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([name, limit]) =>
      names.has(name) && Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= 1_000_000
  )
}
