import { types } from 'node:util'
import { AppError } from '#core/errors/app-error.js'

const retryAfterSeconds = 2

/** PostgreSQL cannot be used at the moment. The cause is for the log. */
export class StoreUnavailable extends AppError {
  /** @param mayBeWritten the connection broke before PostgreSQL said what came of the statement */
  constructor(
    cause: unknown,
    readonly mayBeWritten = false
  ) {
    super('SERVICE_UNAVAILABLE', { retryAfterSeconds, cause })
  }
}

/**
 * Classes and codes of SQLSTATE that say nothing of the statement: connection lost, too many
 * connections, shutting down or starting, cancelled, a server that only reads (after a failover),
 * out of disk or memory, an internal conflict that another try resolves.
 */
const passing = /^(08|53|57|58)|^(25006|40001|40P01|55P03)$/

/** Errors of the driver and of the socket, which have no SQLSTATE. */
const broken =
  /timeout|terminated|connection|not queryable|closed|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|discarded/i

/**
 * What went wrong with a statement: the store, or the statement itself (then it is our mistake).
 * @param isSent whether PostgreSQL may have received it
 */
export function storeError(error: unknown, isSent = true): unknown {
  if (error instanceof AppError) return error
  // Those of Node itself are no instances where a test runs in a realm of its own.
  if (!(error instanceof Error || types.isNativeError(error))) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isSqlState = /^[0-9A-Z]{5}$/.test(code)
  const unavailable = isSqlState ? passing.test(code) : broken.test(`${code} ${error.message}`)
  return unavailable ? new StoreUnavailable(error, isSent && !isSqlState) : error
}
