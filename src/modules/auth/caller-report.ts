import type { Caller } from '../../core/access/caller.js'

/** What the presented credential says and may. */
export interface CallerReport {
  readonly valid: true
  readonly kind: Caller['kind']
  readonly name: string
  readonly owner: string
  readonly scopes: readonly string[]
  /** The token's own claims; empty for a key. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly expires_at: string | null
}

export function toCallerReport({ kind, name, owner, scopes, claims = {} }: Caller): CallerReport {
  const { exp } = claims
  return {
    valid: true,
    kind,
    name,
    owner,
    scopes: [...scopes].toSorted(),
    claims,
    expires_at: typeof exp === 'number' ? new Date(exp * 1000).toISOString() : null
  }
}
