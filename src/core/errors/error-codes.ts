import { coreErrors } from './core.errors.js'
import type { ErrorKind, ErrorKinds } from './error-kind.js'

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
