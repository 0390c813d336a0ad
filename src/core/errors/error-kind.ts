/** A client may switch on the category without knowing every code. */
export const errorCategories = [
  'validation',
  'authentication',
  'authorization',
  'not_found',
  'conflict',
  'business_logic',
  'rate_limit',
  'system',
  'external_service'
] as const

export type ErrorCategory = (typeof errorCategories)[number]

export interface ErrorKind {
  /** HTTP status sent unless the error names a nearer one of the same kind (400: 406, 408, 431). */
  readonly status: number
  readonly category: ErrorCategory
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean
  /** The message for the caller unless the error has its own. */
  readonly message: string
}

export type ErrorKinds = Readonly<Record<string, ErrorKind>>
