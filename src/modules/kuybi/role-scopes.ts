import type { Scope } from '#core/access/principal.js'
import type { KuybiSettings } from '#modules/kuybi/kuybi.config.js'

/** The scopes of a Kuybi role. A role that no setting lists has none. */
export function scopesOfRole(
  role: string | undefined,
  { STORY_ROLES, ADMIN_ROLES }: Pick<KuybiSettings, 'STORY_ROLES' | 'ADMIN_ROLES'>
): ReadonlySet<Scope> {
  const scopes = new Set<Scope>()
  if (role !== undefined && STORY_ROLES.includes(role)) scopes.add('stories')
  if (role !== undefined && ADMIN_ROLES.includes(role)) scopes.add('admin')
  return scopes
}
