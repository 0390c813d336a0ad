import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { AppError } from '#core/errors/app-error.js'

export interface ErrorNames {
  /** The nearest name there is for it, one of few. */
  readonly type: string
  /** Of our own errors, and of the system's. */
  readonly code: string | undefined
}

export function namesOf(error: unknown): ErrorNames {
  if (error instanceof AppError) {
    const { reason } = error.details
    return { type: typeof reason === 'string' ? reason : error.code, code: error.code }
  }
  if (!(error instanceof Error)) return { type: typeof error, code: undefined }
  const code: unknown = 'code' in error ? error.code : undefined
  return { type: error.name, code: typeof code === 'string' ? code : undefined }
}

/** Neither what the caller did wrong, nor that they left, is a fault of the service. */
export function isFault(error: unknown): boolean {
  if (error instanceof AppError) return error.status >= 500
  return !(error instanceof ClientDisconnected)
}
