import { createHash } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { Settings } from '../measured/environment.ts'

const backendKey = 'a-backend-of-the-bench-that-is-long-enough'
const adminKey = 'an-admin-of-the-bench-that-is-long-enough-'
const jwtSecret = 'the-secret-of-the-bench-signs-tokens-of-users'

/** Accepts the callers below, checks budgets and limits that no request exceeds, and keeps stories in the cache. */
export const growthSettings: Settings = {
  API_KEYS: JSON.stringify([
    entry('backend', backendKey, ['stories', 'act-as']),
    entry('admin', adminKey, ['admin'])
  ]),
  JWT_SECRET: jwtSecret,
  RATE_LIMIT_PER_MINUTE: '1000000',
  RATE_LIMIT_PER_HOUR: '1000000',
  CACHE_TTL: '3600',
  BUDGET_DAILY_USD: '100000',
  BUDGET_MONTHLY_USD: '1000000',
  BUDGET_GLOBAL_DAILY_USD: '10000000'
}

export type Headers = Readonly<Record<string, string>>

export const admin: Headers = { 'X-API-Key': adminKey }

/** The backend for an owner. */
export function ownerOf(id: number): Headers {
  return { 'X-API-Key': backendKey, 'X-User-ID': String(id) }
}

/** An owner with a token of its own. */
export function userOf(id: number): Headers {
  const token = jwt.sign({ sub: String(id), role: 'user' }, jwtSecret, { expiresIn: '1h' })
  return { Authorization: `Bearer ${token}` }
}

function entry(name: string, key: string, scopes: readonly string[]): object {
  return { name, sha256: createHash('sha256').update(key).digest('hex'), scopes }
}
