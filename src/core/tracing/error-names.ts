import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { AppError } from '#core/errors/app-error.js'

export interface ErrorNames {
  /** The value of `error.type`, from a small fixed set. */
  readonly type: string
  /** Error codes of this service and of Node. */
  readonly code: string | undefined
}

export function namesOf(error: unknown): ErrorNames {
  if (error instanceof AppError) {
    const { reason } = error.details
    // The reason of a 401, such as `missing`, says little without its code.
    const isReason = typeof reason === 'string' && error.status !== 401
    return { type: isReason ? reason : error.code, code: error.code }
  }
  if (!(error instanceof Error)) return { type: typeof error, code: undefined }
  const code: unknown = 'code' in error ? error.code : undefined
  return { type: error.name, code: typeof code === 'string' ? code : undefined }
}

/** Invalid requests and client disconnects do not mark a span as failed. */
export function isFault(error: unknown): boolean {
  if (error instanceof AppError) return error.status >= 500
  return !(error instanceof ClientDisconnected)
}
