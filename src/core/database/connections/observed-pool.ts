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

/**
 * The pool that Kysely uses. It times every statement, turns failures of the database into
 * StoreUnavailable, and does not reuse a connection after one.
 */
export class ObservedPool implements PostgresPool {
  private readonly clients = new WeakMap<PoolClient, KnownClient>()
  private readonly limits: string

  constructor(
    private readonly pool: Pool,
    private readonly observers: PoolObservers
  ) {
    this.limits = limitsAsSql(pool.options)
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
    const known = { client: observedClient(client, sender, this.observers), isPooled }
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

function observedClient(
  client: PoolClient,
  sender: StatementSender,
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
      const answer = await sender.send(text, values)
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
