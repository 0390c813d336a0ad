/** What a caller may do. Modules add their scopes by declaration merging. */
export interface Scopes {
  /** For trusted backends: act for another owner. */
  readonly 'act-as': true
  /** For trusted backends: issue tokens to users. */
  readonly 'tokens:issue': true
  readonly admin: true
}

export type Scope = keyof Scopes

/** To whom data, limits, budgets and costs belong. */
export type Owner = `user:${string}` | `key:${string}` | `service:${string}`

/** Who authenticated, and for whom they act. */
export interface Principal {
  readonly kind: 'user' | 'api-key' | 'service' | 'issued' | 'anonymous'
  /** The user's id, the key's or the service's name; never a secret. */
  readonly name: string
  readonly owner: Owner
  readonly scopes: ReadonlySet<Scope>
  /** The identity in a token's claims; undefined for an API key. */
  readonly claims?: Readonly<Record<string, unknown>>
}
