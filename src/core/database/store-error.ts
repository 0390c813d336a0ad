import { types } from 'node:util'
import { AppError } from '#core/errors/app-error.js'
import { isCertificateError, UntrustedServer } from '#core/tls/tls-client.js'

const retryAfterSeconds = 2

/** PostgreSQL is unavailable. The cause is only logged. */
export class StoreUnavailable extends AppError {
  /** @param mayBeWritten the connection failed before the result of the statement was known */
  constructor(
    cause: unknown,
    readonly mayBeWritten = false
  ) {
    super('SERVICE_UNAVAILABLE', { retryAfterSeconds, cause })
  }
}

/**
 * Classes and codes of SQLSTATE that are not caused by the statement: connection lost, too many
 * connections, shutting down or starting, cancelled, a read-only server (after a failover), out of disk
 * or memory, a serialization failure or deadlock that a retry resolves.
 */
const passing = /^(08|53|57|58)|^(25006|40001|40P01|55P03)$/

/** Each SQLSTATE has a digit, unlike EPIPE. */
const sqlState = /^(?=\D*\d)[0-9A-Z]{5}$/

/** Errors of the driver and of the socket, which have no SQLSTATE. */
const broken =
  /timeout|terminated|connection|not queryable|closed|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|discarded/i

/**
 * Classifies the error of a statement: StoreUnavailable, or an error of the statement itself (a bug).
 * @param isSent whether PostgreSQL may have received it
 */
export function storeError(error: unknown, isSent = true): unknown {
  if (error instanceof AppError) return error
  // Not `instanceof Error` alone: a test runner may load this module in another realm than Node.
  if (!(error instanceof Error || types.isNativeError(error))) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isSqlState = sqlState.test(code)
  const isBroken = isCertificateError(error) || broken.test(`${code} ${error.message}`)
  const unavailable = isSqlState ? passing.test(code) : isBroken
  return unavailable ? new StoreUnavailable(error, isSent && !isSqlState) : error
}

/** An error at start: a certificate that is not trusted does not become trusted by waiting. */
export function startError(error: unknown): unknown {
  const cause = error instanceof StoreUnavailable ? error.cause : error
  return isCertificateError(cause) ? new UntrustedServer('PostgreSQL', 'DB_TLS_CA', cause) : error
}
