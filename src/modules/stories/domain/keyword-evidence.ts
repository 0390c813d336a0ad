export interface KeywordEvidence {
  /** In the caller's spelling. */
  readonly keyword: string
  readonly result: 'used' | 'unconfirmed' | 'missing'
  /** As it is in the content; absent if missing. */
  readonly form?: string
  /** Offsets of its occurrences in the content, in UTF-16 code units; empty if missing. */
  readonly at: readonly number[]
  /** exact: the keyword itself; inflected: a form that the language licenses; model: only the model says so. */
  readonly evidence?: 'exact' | 'inflected' | 'model'
}
