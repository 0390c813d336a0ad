import { Pool, type PoolConfig } from 'pg'
import type { DatabaseSettings } from '#core/database/database.config.js'
import { isTlsConfigured } from '#core/tls/tls-client.js'

const keepAliveAfterMs = 10_000
/** Limits how long a transaction holds locks, even if its process is suspended. */
const idleInTransactionMs = 15_000

/** A lane keeps its connection, because the prepared statements belong to it. */
const laneIdleMs = 300_000

/** A connection pool with all timeouts. */
export function createPool(settings: DatabaseSettings): Pool {
  return new Pool({
    ...connection(settings, settings.DB_STATEMENT_TIMEOUT * 1000),
    max: settings.DB_POOL_SIZE
  })
}

/**
 * A pool with one connection for a lane, so that its statements never wait for reads. PostgreSQL
 * cancels a statement after `statementMs`, including the time that it waits for locks.
 */
export function createLanePool(settings: DatabaseSettings, statementMs: number): Pool {
  const limitMs = Math.ceil(Math.min(statementMs, settings.DB_STATEMENT_TIMEOUT * 1000))
  return new Pool({
    ...connection(settings, limitMs),
    connectionTimeoutMillis: Math.ceil(Math.min(limitMs, settings.DB_POOL_TIMEOUT * 1000)),
    idleTimeoutMillis: laneIdleMs,
    max: 1
  })
}

/**
 * A pool for a library with statements of its own. It asks for no time limits in the server, because a pooler
 * refuses such start-up parameters and several statements in one text cannot be wrapped in a transaction.
 */
export function createPlainPool(settings: DatabaseSettings, max: number): Pool {
  const { statement_timeout: limitMs, ...plain } = connection(
    settings,
    settings.DB_STATEMENT_TIMEOUT * 1000
  )
  delete plain.idle_in_transaction_session_timeout
  return new Pool({ ...plain, query_timeout: Number(limitMs), max })
}

/** For migrations, whose duration depends on the size of the tables. */
export function createMigrationPool(settings: DatabaseSettings): Pool {
  return new Pool({
    ...connection(settings, settings.DB_STATEMENT_TIMEOUT * 1000),
    ...server(settings, settings.DB_MIGRATION_URL ?? settings.DATABASE_URL),
    statement_timeout: 0,
    idle_in_transaction_session_timeout: 0,
    query_timeout: 0,
    max: 2
  })
}

function connection(settings: DatabaseSettings, statementMs: number): PoolConfig {
  return {
    ...server(settings, settings.DATABASE_URL),
    application_name: 'jiraiya',
    connectionTimeoutMillis: settings.DB_POOL_TIMEOUT * 1000,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs
  }
}

/** The parameters of the URL about TLS would override the settings. */
function server(settings: DatabaseSettings, url: string): PoolConfig {
  const { DB_TLS_CA: ca, DB_TLS_CERT: cert, DB_TLS_KEY: key } = settings
  if (!isTlsConfigured({ ca, cert, key })) return { connectionString: url }
  const plain = new URL(url)
  for (const name of ['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey']) {
    plain.searchParams.delete(name)
  }
  return { connectionString: plain.href, ssl: { ca, cert, key } }
}
