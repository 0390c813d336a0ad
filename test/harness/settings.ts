/**
 * Limits beyond which a service refuses or goes on without a store, far away: how fast the machine
 * is decides no test. A test whose subject is such a limit sets it itself.
 */
export const distantLimits = {
  OVERLOAD_LOOP_DELAY: '60',
  OVERLOAD_HEAP: '1',
  DB_POOL_TIMEOUT: '60',
  DB_STATEMENT_TIMEOUT: '60',
  DB_TIMEOUT_FACTOR: '40',
  REDIS_TIMEOUT: '60'
} as const
