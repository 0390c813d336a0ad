import { Pool } from 'pg'
import type { DatabaseSettings } from '#core/database/database.config.js'

/** Beyond the server's own limit, for a server that hangs. */
const hangsAfterMs = 500
const keepAliveAfterMs = 10_000
/** Nobody holds locks for longer, not even a process that was frozen. */
const idleInTransactionMs = 15_000

/** Connections to PostgreSQL with all their limits. */
export function createPool(settings: DatabaseSettings): Pool {
  const statementMs = settings.DB_STATEMENT_TIMEOUT * 1000
  return new Pool({
    connectionString: settings.DATABASE_URL,
    application_name: 'jiraiya',
    max: settings.DB_POOL_SIZE,
    connectionTimeoutMillis: settings.DB_POOL_TIMEOUT * 1000,
    statement_timeout: statementMs,
    query_timeout: statementMs + hangsAfterMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs
  })
}
