import type { Scope } from '#core/access/principal.js'
import { roleName } from '#core/access/role-name.js'
import type { KuybiSettings } from '#modules/kuybi/kuybi.config.js'

/** The scopes of Kuybi roles. A role that no setting lists has none, and neither has anything but text. */
export function scopesOfRoles(
  roles: readonly unknown[],
  { STORY_ROLES, ADMIN_ROLES }: Pick<KuybiSettings, 'STORY_ROLES' | 'ADMIN_ROLES'>
): ReadonlySet<Scope> {
  const names = new Set(roles.filter(role => typeof role === 'string').map(roleName))
  const scopes = new Set<Scope>()
  if (STORY_ROLES.some(role => names.has(roleName(role)))) scopes.add('stories')
  if (ADMIN_ROLES.some(role => names.has(roleName(role)))) scopes.add('admin')
  return scopes
}
