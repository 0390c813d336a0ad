import { isScopeList, type ConfiguredScope } from './api-key-entry.js'
import { parseJson } from '#core/config/setting.decorators.js'

/** The scopes of each service, by the `sub` of its token. */
export type ServiceScopes = Readonly<Record<string, readonly ConfiguredScope[]>>

/** `SERVICE_SCOPES`. */
export function parseServiceScopes(text: string): ServiceScopes | undefined {
  const table = parseJson(text)
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return undefined
  return Object.values(table).every(isScopeList) ? (table as ServiceScopes) : undefined
}
