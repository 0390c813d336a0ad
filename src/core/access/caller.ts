/** What a caller may do. `stories`: generate and keep; the rest is for trusted backends. */
const scopes = ['stories', 'act-as', 'tokens:issue', 'admin'] as const

export type Scope = (typeof scopes)[number]

/** Whom the story, the limits, the budget and the bill belong to. */
export type Owner = `user:${string}` | `key:${string}` | `service:${string}`

/** Who authenticated, and for whom they act. */
export interface Caller {
  readonly kind: 'api-key' | 'anonymous'
  /** The key's name; never a secret. */
  readonly name: string
  readonly owner: Owner
  readonly scopes: ReadonlySet<Scope>
}
