import { setTimeout as wait } from 'node:timers/promises'
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { PinoLogger } from 'nestjs-pino'
import type { Pool } from 'pg'
import { databaseConfig } from '#core/database/database.config.js'
import { HealthRegistry } from '#core/health/health.registry.js'
import { DatabaseMetrics } from './database.metrics.js'
import { InstanceMetrics } from '#core/metrics/instance.metrics.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { requireCurrentSchema } from './migrations/migrate.js'
import { runMigrations } from './migrations/run-migrations.js'
import { createLanePool, createPlainPool, createPool } from './connections/create-pool.js'
import { ObservedPool } from './connections/observed-pool.js'
import { Pooler } from './connections/pooler.js'
import { PreparedStatements } from './connections/prepared-statements.js'
import type { Schema } from './schema.js'
import { startError, StoreUnavailable } from './store-error.js'

/** Executes statements: the database or a transaction. */
export type Queries = Kysely<Schema>
export type DatabaseTransaction = Transaction<Schema>

/** One connection that runs one statement at a time. */
export interface Lane {
  run<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]>
  /** Runs `work` in a transaction. */
  runTogether(...statements: readonly (readonly [string, readonly unknown[]])[]): Promise<void>
}

/** Sends statements of a library: with values one, without values also several in one text. */
export interface StatementSink {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

/** How long the service waits for a database that starts at the same time. */
const startWithinMs = 30_000
const startAgainAfterMs = 500
/** Closing does not wait longer for a connection that hangs. */
const closeWithinMs = 2000

/** The PostgreSQL database. */
@Injectable()
export class Database implements OnModuleInit {
  readonly queries: Queries
  private readonly pool: Pool
  private readonly pooler = new Pooler(missing =>
    this.logger.info({ action: 'db_pooler', missing }, `A pooler keeps no ${missing}`)
  )
  /** All open lanes. */
  readonly lanes: Lane[] = []
  private readonly connections: Kysely<Schema>[] = []
  private readonly plainPools: Pool[] = []

  constructor(
    @Inject(databaseConfig.KEY) private readonly settings: ConfigType<typeof databaseConfig>,
    private readonly logger: PinoLogger,
    private readonly health: HealthRegistry,
    shutdownHooks: ShutdownHooks,
    private readonly metrics: DatabaseMetrics,
    instance: InstanceMetrics
  ) {
    this.pool = createPool(settings)
    this.observeConnections()
    instance.capacity.set({ resource: 'db_connections' }, settings.DB_POOL_SIZE)
    shutdownHooks.register({
      phase: 'close',
      name: 'postgres',
      timeoutMs: closeWithinMs,
      work: async () => {
        await Promise.all([
          ...this.connections.map(connections => connections.destroy()),
          ...this.plainPools.map(pool => pool.end())
        ])
      }
    })
    this.queries = this.connect(this.pool)
  }

  /** Waits for the database, then migrates its schema or rejects an incompatible one. */
  async onModuleInit(): Promise<void> {
    this.health.register({
      name: 'postgres',
      critical: true,
      cacheForMs: 1000,
      timeoutMs: 2000,
      probe: async () => void (await sql`SELECT 1`.execute(this.queries))
    })
    await this.waitUntilReady()
    const { migrated, ahead } = this.settings.MIGRATE_ON_START
      ? await runMigrations(this.settings)
      : await requireCurrentSchema(this.queries)
    for (const migration of migrated)
      this.logger.info({ action: 'db_migrated', migration }, 'Schema migrated')
    await this.warnOfOneRole()
    if (ahead.length === 0) return
    const message = 'The database schema is newer than this version'
    this.logger.warn({ action: 'db_ahead', migrations: ahead }, message)
  }

  /**
   * Opens a separate connection for statements that run one at a time.
   * @param statementMs statement timeout in PostgreSQL, including waits for locks; multiplied by
   *   DB_TIMEOUT_FACTOR
   */
  openLane(statementMs: number): Lane {
    const pool = this.connect(createLanePool(this.settings, statementMs * this.timeoutFactor))
    const lane: Lane = {
      run: async <Row>(text: string, values: readonly unknown[]) => {
        const { rows } = await pool.executeQuery<Row>(CompiledQuery.raw(text, [...values]))
        return rows
      },
      runTogether: (...statements) =>
        pool.transaction().execute(async transaction => {
          for (const [text, values] of statements) {
            await transaction.executeQuery(CompiledQuery.raw(text, [...values]))
          }
        })
    }
    this.lanes.push(lane)
    return lane
  }

  /** Opens connections for a library that sends statements of its own. */
  openConnections(max: number): StatementSink {
    const pool = this.watch(createPlainPool(this.settings, max))
    this.plainPools.push(pool)
    return { executeSql: (text, values) => pool.query(text, values) }
  }

  /** For a library whose statements join a transaction. */
  statementsIn(transaction: DatabaseTransaction): StatementSink {
    return {
      executeSql: async (text, values = []) => {
        const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, values))
        return { rows: [...rows] }
      }
    }
  }

  /** Multiplies the time limits for the database work of a request. */
  get timeoutFactor(): number {
    return this.settings.DB_TIMEOUT_FACTOR
  }

  /** Runs `work` in a transaction. */
  transaction<T>(work: (transaction: DatabaseTransaction) => Promise<T>): Promise<T> {
    return this.queries.transaction().execute(work)
  }

  /**
   * Returns the result of `work`, which must arrive within the timeout times DB_TIMEOUT_FACTOR. A later
   * result is passed to `tooLate`, which undoes it.
   * @throws StoreUnavailable after the timeout
   */
  async withTimeout<T>(
    usualMs: number,
    work: () => Promise<T>,
    tooLate: (result: T) => Promise<unknown> = async () => undefined
  ): Promise<T> {
    const milliseconds = usualMs * this.timeoutFactor
    let isOver = false
    const result = work()
    result.then(
      value => (isOver ? tooLate(value).catch(error => this.logLate(error)) : undefined),
      error => (isOver ? this.logLate(error) : undefined)
    )
    const { promise: timeIsUp, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      isOver = true
      reject(new StoreUnavailable(new Error(`PostgreSQL took longer than ${milliseconds} ms`)))
    }, milliseconds)
    try {
      return await Promise.race([result, timeIsUp])
    } finally {
      clearTimeout(timer)
    }
  }

  private watch(pool: Pool): Pool {
    // The error of an idle connection belongs to no statement.
    pool.on('error', error =>
      this.logger.warn(
        { action: 'db_connection_lost', err: error },
        'An idle connection was closed'
      )
    )
    // The pool handles errors of idle connections only. Without a listener, an error between two
    // statements of a transaction would end the process. The next statement fails with the cause.
    pool.on('connect', client => client.on('error', () => undefined))
    return pool
  }

  private connect(pool: Pool): Kysely<Schema> {
    this.watch(pool)
    const observed = new ObservedPool(pool, {
      observe: (result, seconds) => this.metrics.queryDuration.observe({ result }, seconds),
      prepared: this.settings.DB_PREPARED_STATEMENTS ? new PreparedStatements() : undefined,
      pooler: this.pooler
    })
    const connections = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: observed }) })
    this.connections.push(connections)
    return connections
  }

  /** The owner of a table can disable its triggers, so it can change the ledger and the audit log. */
  private async warnOfOneRole(): Promise<void> {
    const { rows } = await sql<{ readonly is_owner: boolean }>`
      SELECT pg_has_role(session_user, relowner, 'MEMBER') AS is_owner
      FROM pg_class WHERE oid = 'schema_steps'::regclass`.execute(this.queries)
    if (rows[0]?.is_owner !== true) return
    this.logger.warn(
      { action: 'db_one_role' },
      'The service runs as the owner of its schema; DB_MIGRATION_URL separates the two roles'
    )
  }

  private async waitUntilReady(): Promise<void> {
    const giveUpAtMs = performance.now() + startWithinMs
    for (;;) {
      try {
        await this.findPooler()
        return
      } catch (error) {
        const known = startError(error)
        if (!(known instanceof StoreUnavailable) || performance.now() > giveUpAtMs) throw known
        this.logger.warn(
          { action: 'db_waiting', err: known.cause },
          'PostgreSQL is not reachable yet'
        )
        await wait(startAgainAfterMs)
      }
    }
  }

  /** A pooler may be configured to ignore the time limit that a connection asks for. */
  private async findPooler(): Promise<void> {
    const { rows } = await sql<{ readonly milliseconds: number }>`
      SELECT setting::integer AS milliseconds FROM pg_settings
      WHERE name = 'statement_timeout'`.execute(this.queries)
    const expected = Math.trunc(this.settings.DB_STATEMENT_TIMEOUT * 1000)
    if (rows[0]?.milliseconds !== expected) this.pooler.learn('start-up parameters')
  }

  private logLate(error: unknown): void {
    this.logger.warn({ action: 'db_late_answer', err: error }, 'A late statement failed')
  }

  private observeConnections(): void {
    const { pool } = this
    const { connections } = this.metrics
    const observe = (): void => {
      connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      connections.set({ state: 'idle' }, pool.idleCount)
      connections.set({ state: 'waiting' }, pool.waitingCount)
    }
    for (const event of ['connect', 'acquire', 'release', 'remove'] as const) {
      pool.on(event, observe)
    }
    observe()
  }
}
