import type { Scope } from '#core/access/principal.js'
import type { KuybiSettings } from './kuybi.config.js'
import { scopesOfRoles } from './role-scopes.js'

type Mapping = Pick<
  KuybiSettings,
  'KUYBI_ROLE_FIELDS' | 'KUYBI_PERMISSION_FIELDS' | 'STORY_ROLES' | 'ADMIN_ROLES'
>

/** What Kuybi says about a user: their scopes, or that the account is not active. */
export type CurrentRights = ReadonlySet<Scope> | 'inactive'

/** More entries of a list are not read. */
const maxEntries = 1000

/**
 * The rights in Kuybi's description of a user. Permissions decide about stories where the description has
 * them, and otherwise the roles.
 * @param tokenRole counts where the description has no role
 */
export function rightsOf(
  body: unknown,
  tokenRole: unknown,
  mapping: Mapping
): CurrentRights | undefined {
  const user = dataOf(body)
  if (user === undefined) return undefined
  if (user['isActive'] === false) return 'inactive'
  const found = valuesAt(user, mapping.KUYBI_ROLE_FIELDS)
  const scopes = new Set(scopesOfRoles(found.length > 0 ? found : [tokenRole], mapping))
  const permissions = valuesAt(user, mapping.KUYBI_PERMISSION_FIELDS)
  if (permissions.length === 0) return scopes
  if (permissions.some(mayCreateStories)) scopes.add('stories')
  else scopes.delete('stories')
  return scopes
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined
}

/** The content of Kuybi's envelope, or a body without one. */
function dataOf(body: unknown): Fields | undefined {
  const fields = fieldsOf(body)
  return fields !== undefined && 'data' in fields ? fieldsOf(fields['data']) : fields
}

/** The values at paths like `additionalRoles.name`; every entry of a list counts, unless it is inactive. */
function valuesAt(user: Fields, paths: readonly string[]): readonly unknown[] {
  return paths.flatMap(path => {
    let values: readonly unknown[] = [user]
    for (const name of path.split('.')) {
      values = values.flatMap(value => {
        const next: unknown = fieldsOf(value)?.[name]
        return Array.isArray(next) ? (next as readonly unknown[]).slice(0, maxEntries) : [next]
      })
      values = values.filter(value => value !== undefined && value !== null && isInForce(value))
    }
    return values
  })
}

function isInForce(value: unknown): boolean {
  return fieldsOf(value)?.['isActive'] !== false
}

/** `{action, subject}` as Kuybi stores a permission, or `create:Story` and `create Story`. */
function mayCreateStories(permission: unknown): boolean {
  const [action, subject] =
    typeof permission === 'string'
      ? permission.split(/[: ]/, 2)
      : [fieldsOf(permission)?.['action'], fieldsOf(permission)?.['subject']]
  if (fieldsOf(permission)?.['inverted'] === true) return false
  return (action === 'create' || action === 'manage') && (subject === 'Story' || subject === 'all')
}
