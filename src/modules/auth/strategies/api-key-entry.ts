import { createHash } from 'node:crypto'
import { parseJson } from '#core/config/setting.decorators.js'

const keyScopes = ['stories', 'act-as', 'tokens:issue', 'admin'] as const

export type ConfiguredScope = (typeof keyScopes)[number]

/** The digest of one configured key; the key itself is not kept in memory. */
export interface ApiKeyEntry {
  readonly name: string
  readonly digest: Buffer
  readonly scopes: readonly ConfiguredScope[]
  /** Length of a key that is configured in plain text, for the strict rules; undefined for a digest. */
  readonly plainLength?: number
}

/** `API_KEYS`: a JSON list of strings and `{name, sha256, scopes}`, or comma-separated strings. */
export function parseApiKeys(text: string): readonly ApiKeyEntry[] | undefined {
  const keys = itemsOf(text)?.map(item =>
    typeof item === 'string' ? plainKey(item) : digestKey(item)
  )
  return keys?.every(key => key !== undefined) ? keys : undefined
}

/** The keys that are configured in plain text. */
export function plainKeysIn(text: string): readonly string[] {
  return itemsOf(text)?.filter(item => typeof item === 'string') ?? []
}

function itemsOf(text: string): readonly unknown[] | undefined {
  const list = /^\s*[[{]/.test(text) ? parseJson(text) : splitList(text)
  return Array.isArray(list) ? list : undefined
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
}

function plainKey(key: string): ApiKeyEntry | undefined {
  if (key === '') return undefined
  const digest = createHash('sha256').update(key).digest()
  const name = `key-${digest.toString('hex').slice(0, 8)}`
  return { name, digest, scopes: ['stories'], plainLength: key.length }
}

function digestKey(item: unknown): ApiKeyEntry | undefined {
  if (typeof item !== 'object' || item === null) return undefined
  const { name, sha256, scopes = ['stories'] } = item as Readonly<Record<string, unknown>>
  if (typeof name !== 'string' || !/^[A-Za-z0-9._-]{1,64}$/.test(name)) return undefined
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/i.test(sha256)) return undefined
  if (!isScopeList(scopes)) return undefined
  return { name, digest: Buffer.from(sha256, 'hex'), scopes }
}

export function isScopeList(value: unknown): value is readonly ConfiguredScope[] {
  if (!Array.isArray(value)) return false
  const items: readonly unknown[] = value
  return items.every(item => keyScopes.some(scope => scope === item))
}
