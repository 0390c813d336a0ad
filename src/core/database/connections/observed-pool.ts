import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { storeError, StoreUnavailable } from '#core/database/store-error.js'
import type { Pooler } from './pooler.js'
import type { PreparedStatements } from './prepared-statements.js'
import { limitsAsSql, StatementSender } from './statement-sender.js'

export interface PoolObservers {
  readonly observe: (result: 'ok' | 'failed', seconds: number) => void
  readonly pooler: Pooler
  readonly prepared?: PreparedStatements | undefined
}

interface KnownClient {
  readonly client: PostgresPoolClient
  /** Whether its session sets time limits in each transaction. */
  readonly isPooled: boolean
}

/** Added to the statement timeout of the server, for a server that hangs. */
const hangsAfterMs = 600

/**
 * The pool that Kysely uses. It times every statement, turns failures of the database into
 * StoreUnavailable, and does not reuse a connection after one.
 */
export class ObservedPool implements PostgresPool {
  private readonly clients = new WeakMap<PoolClient, KnownClient>()
  private readonly limits: string
  private readonly hangsAfterMs: number

  constructor(
    private readonly pool: Pool,
    private readonly observers: PoolObservers
  ) {
    this.limits = limitsAsSql(pool.options)
    const limitMs = Number(pool.options.statement_timeout) || Infinity
    this.hangsAfterMs = limitMs + hangsAfterMs
  }

  get options(): object {
    return this.pool.options
  }

  async connect(): Promise<PostgresPoolClient> {
    const isPooled = this.observers.pooler.has('start-up parameters')
    if (isPooled) Object.assign(this.pool.options, forPooler)
    try {
      const client = await this.pool.connect()
      const known = this.clients.get(client) ?? this.remember(client, isPooled)
      if (known.isPooled === this.observers.pooler.has('start-up parameters')) return known.client
      client.release(true)
    } catch (error) {
      if (isPooled || !this.observers.pooler.learnsFrom(error)) throw storeError(error, false)
    }
    return this.connect()
  }

  end(): Promise<void> {
    return this.pool.end()
  }

  private remember(client: PoolClient, isPooled: boolean): KnownClient {
    const { pooler, prepared } = this.observers
    const limits = isPooled ? this.limits : undefined
    const sender = new StatementSender(client, { limits, pooler, prepared })
    const send: Send = (text, values) => unlessItHangs(this.hangsAfterMs, sender.send(text, values))
    const known = { client: observedClient(client, send, this.observers), isPooled }
    this.clients.set(client, known)
    return known
  }
}

/** Pipelined, because each statement then has a BEGIN and a COMMIT. */
const forPooler = {
  statement_timeout: undefined,
  idle_in_transaction_session_timeout: undefined,
  pipeline: true
}

type Send = StatementSender['send']

/** Received data is processed before the time limit is applied, so that a busy process is no hanging server. */
async function unlessItHangs<T>(milliseconds: number, response: Promise<T>): Promise<T> {
  if (milliseconds === Infinity) return response
  const { promise: hanging, reject } = Promise.withResolvers<never>()
  const error = new Error('timeout: PostgreSQL does not respond')
  const timer = setTimeout(() => setImmediate(() => reject(error)), milliseconds)
  try {
    return await Promise.race([response, hanging])
  } finally {
    clearTimeout(timer)
  }
}

function observedClient(
  client: PoolClient,
  send: Send,
  { observe }: PoolObservers
): PostgresPoolClient {
  let broken: StoreUnavailable | undefined
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    // A rollback would wait for a server that hangs as long as the statement did.
    if (broken !== undefined) throw broken
    const beganMs = performance.now()
    const ended = (result: 'ok' | 'failed'): void =>
      observe(result, (performance.now() - beganMs) / 1000)
    try {
      const answer = await send(text, values)
      ended('ok')
      return answer
    } catch (error) {
      ended('failed')
      const known = storeError(error)
      if (known instanceof StoreUnavailable) broken = known
      throw known
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: destroy => client.release(destroy === true || broken !== undefined)
  }
}
