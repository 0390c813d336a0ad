import { coreErrors } from './core.errors.js'

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

/**
 * Every code. Those of core are in core.errors.ts; each module adds its own in `x.errors.ts`, by
 * declaration merging; app.errors.ts lists and registers them all. Operators find each code in docs/failure-modes.md.
 */
export interface ErrorCodes extends Record<keyof typeof coreErrors, ErrorKind> {}

export type ErrorCode = keyof ErrorCodes
export type ErrorCatalogue = Readonly<Record<ErrorCode, ErrorKind>>

let registered: ErrorKinds = coreErrors

/** Registers the codes of all modules; called once in a process. */
export function registerErrors(all: ErrorCatalogue): void {
  registered = all
}

/** @throws TypeError when the code is not registered */
export function errorKind(code: ErrorCode): ErrorKind {
  const kind = registered[code]
  if (kind === undefined) throw new TypeError(`The error code ${code} is not registered`)
  return kind
}

export function isErrorCode(code: string): code is ErrorCode {
  return code in registered
}

export function errorCodes(): readonly ErrorCode[] {
  return Object.keys(registered) as ErrorCode[]
}
