import type { PoolClient, PoolConfig, QueryConfig, QueryResult } from 'pg'
import { storable } from '#core/database/parameters/storable-text.js'
import type { Pooler } from './pooler.js'
import type { PreparedStatements } from './prepared-statements.js'

interface SenderOptions {
  /** Sets the time limits of a transaction; undefined if the session has them. */
  readonly limits: string | undefined
  readonly pooler: Pooler
  readonly prepared: PreparedStatements | undefined
}

/** Sends the statements of one connection, with values that can be stored. */
export class StatementSender {
  private isInTransaction = false

  constructor(
    private readonly client: PoolClient,
    private readonly options: SenderOptions
  ) {}

  async send(text: string, values: readonly unknown[]): Promise<QueryResult> {
    const { limits, pooler } = this.options
    if (begins.test(text)) {
      this.isInTransaction = true
      return this.client.query(limits === undefined ? text : `${text}; ${limits}`)
    }
    if (ends.test(text)) this.isInTransaction = false
    const statement = { text, values: values.map(storable) }
    if (this.isInTransaction || ends.test(text)) return this.client.query(statement)
    const name = this.nameOf(text, values)
    if (name === undefined) return this.sendAlone(statement)
    try {
      return await this.sendAlone({ ...statement, name })
    } catch (error) {
      if (!pooler.learnsFrom(error)) throw error
      return this.sendAlone(statement)
    }
  }

  /** Only outside of a transaction, where a statement can be repeated if its name is unknown. */
  private nameOf(text: string, values: readonly unknown[]): string | undefined {
    const { pooler, prepared } = this.options
    return pooler.has('prepared statements') ? undefined : prepared?.nameOf(text, values)
  }

  private async sendAlone(statement: QueryConfig): Promise<QueryResult> {
    const { limits } = this.options
    if (limits === undefined) return this.client.query(statement)
    // COMMIT rolls back after an error.
    const [begun, answered, ended] = await Promise.allSettled([
      this.client.query(`BEGIN; ${limits}`),
      this.client.query(statement),
      this.client.query('COMMIT')
    ])
    if (begun.status === 'rejected') throw begun.reason
    if (answered.status === 'rejected') throw answered.reason
    if (ended.status === 'rejected') throw ended.reason
    return answered.value
  }
}

const begins = /^(?:begin|start transaction)/
const ends = /^(?:commit|rollback)$/

/** The time limits of a pool as statements, whose effect ends with the transaction. */
export function limitsAsSql(options: PoolConfig): string {
  const { statement_timeout = 0, idle_in_transaction_session_timeout = 0 } = options
  return [
    `SET LOCAL statement_timeout = ${Number(statement_timeout)}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${idle_in_transaction_session_timeout}`
  ].join('; ')
}
