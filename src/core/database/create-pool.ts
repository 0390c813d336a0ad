import { Pool, type PoolConfig } from 'pg'
import type { DatabaseSettings } from '#core/database/database.config.js'

/** Beyond the server's own limit, for a server that hangs. */
const hangsAfterMs = 500
/** The same for a lane, whose flush may be answered while this process is busy with many requests. */
const laneHangsAfterMs = 700
const keepAliveAfterMs = 10_000
/** Nobody holds locks for longer, not even a process that was frozen. */
const idleInTransactionMs = 15_000

/** A lane keeps its connection, and with it the prepared statements. */
const laneIdleMs = 300_000

/** Connections to PostgreSQL with all their limits. */
export function createPool(settings: DatabaseSettings): Pool {
  return new Pool({
    ...connection(settings, settings.DB_STATEMENT_TIMEOUT * 1000),
    max: settings.DB_POOL_SIZE
  })
}

/**
 * The connection of one lane, so that it never waits behind reads. PostgreSQL itself ends a statement
 * that takes longer than `statementMs`, locks included.
 */
export function createLanePool(settings: DatabaseSettings, statementMs: number): Pool {
  const limitMs = Math.ceil(Math.min(statementMs, settings.DB_STATEMENT_TIMEOUT * 1000))
  return new Pool({
    ...connection(settings, limitMs),
    query_timeout: limitMs + laneHangsAfterMs,
    connectionTimeoutMillis: Math.ceil(Math.min(limitMs, settings.DB_POOL_TIMEOUT * 1000)),
    idleTimeoutMillis: laneIdleMs,
    max: 1
  })
}

/** For steps of the schema, which take as long as the tables are large. */
export function createMigrationPool(settings: DatabaseSettings): Pool {
  return new Pool({
    ...connection(settings, settings.DB_STATEMENT_TIMEOUT * 1000),
    statement_timeout: 0,
    query_timeout: 0,
    max: 2
  })
}

function connection(settings: DatabaseSettings, statementMs: number): PoolConfig {
  return {
    connectionString: settings.DATABASE_URL,
    application_name: 'jiraiya',
    connectionTimeoutMillis: settings.DB_POOL_TIMEOUT * 1000,
    statement_timeout: statementMs,
    query_timeout: statementMs + hangsAfterMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs
  }
}
