import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { PreparedStatements } from './prepared-statements.js'
import { storable } from './parameters/storable-text.js'
import { storeError, StoreUnavailable } from './store-error.js'

export type ObserveQuery = (result: 'ok' | 'failed', seconds: number) => void

/**
 * The pool that Kysely uses. It makes values storable, times every statement, prepares writes, turns
 * failures of the database into StoreUnavailable, and does not reuse a connection after one.
 */
export class ObservedPool implements PostgresPool {
  private readonly clients = new WeakMap<PoolClient, PostgresPoolClient>()

  constructor(
    private readonly pool: Pool,
    private readonly observe: ObserveQuery,
    private readonly prepared?: PreparedStatements
  ) {}

  get options(): object {
    return this.pool.options
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      const client = await this.pool.connect()
      const known = this.clients.get(client)
      if (known !== undefined) return known
      const observed = observedClient(client, this.observe, this.prepared)
      this.clients.set(client, observed)
      return observed
    } catch (error) {
      throw storeError(error, false)
    }
  }

  end(): Promise<void> {
    return this.pool.end()
  }
}

function observedClient(
  client: PoolClient,
  observe: ObserveQuery,
  prepared: PreparedStatements | undefined
): PostgresPoolClient {
  let broken: StoreUnavailable | undefined
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    // A rollback would wait for a server that hangs as long as the statement did.
    if (broken !== undefined) throw broken
    const beganMs = performance.now()
    const ended = (result: 'ok' | 'failed'): void =>
      observe(result, (performance.now() - beganMs) / 1000)
    try {
      const name = prepared?.nameOf(text, values)
      const answer = await client.query({
        ...(name !== undefined && { name }),
        text,
        values: values.map(storable)
      })
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
