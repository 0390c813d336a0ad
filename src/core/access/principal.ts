/** What a caller may do. `stories`: generate and keep; the rest is for trusted backends. */
export type Scope = 'stories' | 'act-as' | 'tokens:issue' | 'admin'

/** Whom the story, the limits, the budget and the bill belong to. */
export type Owner = `user:${string}` | `key:${string}` | `service:${string}`

/** Who authenticated, and for whom they act. */
export interface Principal {
  readonly kind: 'user' | 'api-key' | 'service' | 'issued' | 'anonymous'
  /** The user's id, the key's or the service's name; never a secret. */
  readonly name: string
  readonly owner: Owner
  readonly scopes: ReadonlySet<Scope>
  /** What a token says of itself; a key says nothing. */
  readonly claims?: Readonly<Record<string, unknown>>
}
