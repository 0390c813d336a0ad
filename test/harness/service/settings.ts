/**
 * The limits after which a service rejects a request or continues without a store, far away, so that
 * no test depends on the speed of the machine. A test of such a limit sets it itself.
 */
export const distantLimits = {
  OVERLOAD_LOOP_DELAY: '60',
  OVERLOAD_HEAP: '1',
  DB_POOL_TIMEOUT: '60',
  DB_STATEMENT_TIMEOUT: '60',
  DB_TIMEOUT_FACTOR: '40',
  REDIS_TIMEOUT: '60',
  STREAM_HEARTBEAT: '60'
} as const
