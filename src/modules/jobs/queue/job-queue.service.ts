import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { appConfig } from '#core/config/app.config.js'
import { Database, type DatabaseTransaction, type StatementSink } from '#core/database/database.js'
import { queueSchema } from '#core/database/migrations/steps/jobs/0016-jobs.js'
import { lifecycleConfig } from '#core/lifecycle/lifecycle.config.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { jobsConfig } from '../jobs.config.js'

/** A job to enqueue; of two due jobs the one with the lower position runs first. */
export interface QueueEntry {
  readonly id: string
  readonly position: number
  readonly startAfter: Date | undefined
}

/** One run of a job. */
export interface QueueRun {
  readonly id: string
  /** Whether a failure of this run makes the job wait for another one. */
  readonly mayRetry: boolean
  /** Aborts when the run has lost its job: cancelled, deleted, or taken over by another process. */
  readonly signal: AbortSignal
}

/** The queues that the migrations create. */
export const storyQueue = 'stories'
export const webhookQueue = 'webhooks'
export type QueueName = typeof storyQueue | typeof webhookQueue

export interface QueueLimits {
  /** Runs of this process at the same time. */
  readonly concurrency: number
  /** Runs of one owner in all processes at the same time. */
  readonly ofOwner?: number
}

/** Stories whose last run did not end by itself. */
const deadQueue = 'stories-dead'
/** The largest integer of PostgreSQL. */
const maxPosition = 2 ** 31 - 1
/** Beyond GENERATION_DEADLINE: for what a run reads and writes. */
const runSecondsBeyondDeadline = 120
const pollSeconds = 1
const deadPollSeconds = 5
/** How often a run proves that it is alive, and learns that it was cancelled by another process. */
const heartbeatSeconds = 2
/** How often dead runs are looked for. */
const superviseSeconds = 1
const monitorSeconds = 2
/** For sending, fetching, heartbeats and supervision; each statement is short. */
const connections = 3

/** The queue of pg-boss in PostgreSQL. It holds the ids of jobs only; the table `jobs` holds what they are. */
@Injectable()
export class JobQueue implements OnModuleDestroy {
  private readonly statements: StatementSink
  private started: Promise<PgBoss> | undefined
  private stopped: Promise<void> | undefined
  private readonly workerIds = new Map<QueueName, string>()

  constructor(
    private readonly database: Database,
    @Inject(jobsConfig.KEY) private readonly settings: ConfigType<typeof jobsConfig>,
    @Inject(appConfig.KEY) private readonly app: ConfigType<typeof appConfig>,
    @Inject(lifecycleConfig.KEY) private readonly lifecycle: ConfigType<typeof lifecycleConfig>,
    private readonly logger: PinoLogger,
    shutdownHooks: ShutdownHooks
  ) {
    this.statements = database.openConnections(connections)
    const timeoutMs = lifecycle.SHUTDOWN_TIMEOUT * 1000
    const work = (): Promise<void> => this.stop()
    shutdownHooks.register({ phase: 'finish', name: 'jobs', timeoutMs, work })
  }

  /** Takes no further jobs. Those that run are waited for later, while requests in flight finish too. */
  onModuleDestroy(): void {
    void this.stop()
  }

  /** Whether this process runs jobs. */
  get isWorker(): boolean {
    return this.settings.WORKER_INLINE
  }

  /**
   * Runs the jobs of a queue in this process.
   * @param run rejects if the job shall run again
   */
  async work(
    queue: QueueName,
    { concurrency, ofOwner }: QueueLimits,
    run: (run: QueueRun) => Promise<void>
  ): Promise<void> {
    const boss = await this.boss()
    const options = {
      localConcurrency: concurrency,
      ...(ofOwner !== undefined && { groupConcurrency: ofOwner }),
      pollingIntervalSeconds: pollSeconds,
      heartbeatRefreshSeconds: heartbeatSeconds,
      includeMetadata: true
    } as const
    const workerId = await boss.work(queue, options, async ([job]: JobWithMetadata[]) => {
      if (job === undefined) return
      await run({ id: job.id, mayRetry: job.retryCount < job.retryLimit, signal: job.signal })
    })
    this.workerIds.set(queue, workerId)
  }

  /** Handles stories of which no run will follow: each run ended with its process. */
  async workOnAbandoned(handle: (ids: readonly string[]) => Promise<void>): Promise<void> {
    const boss = await this.boss()
    const options = { batchSize: 100, pollingIntervalSeconds: deadPollSeconds }
    await boss.work<{ jobId: string }>(deadQueue, options, jobs =>
      handle(jobs.map(({ data }) => data.jobId))
    )
  }

  /** Enqueues stories of an owner in the transaction that creates their jobs. */
  async send(
    transaction: DatabaseTransaction,
    owner: string,
    entries: readonly QueueEntry[]
  ): Promise<void> {
    const boss = await this.boss()
    const expireInSeconds = Math.ceil(this.app.GENERATION_DEADLINE) + runSecondsBeyondDeadline
    const jobs = entries.map(({ id, position, startAfter }) => ({
      id,
      data: { jobId: id },
      priority: -Math.min(position, maxPosition),
      group: { id: owner },
      expireInSeconds,
      ...(startAfter !== undefined && { startAfter })
    }))
    await boss.insert(storyQueue, jobs, { db: this.database.statementsIn(transaction) })
  }

  /** Enqueues webhooks in the transaction that creates them. */
  async sendWebhooks(transaction: DatabaseTransaction, ids: readonly string[]): Promise<void> {
    const boss = await this.boss()
    const db = this.database.statementsIn(transaction)
    await boss.insert(
      webhookQueue,
      ids.map(id => ({ id })),
      { db }
    )
  }

  /** A worker of this process need not wait until it polls again. */
  wake(queue: QueueName): void {
    const workerId = this.workerIds.get(queue)
    if (workerId !== undefined) void this.started?.then(boss => boss.notifyWorker(workerId))
  }

  /** Removes jobs, in the transaction that cancels them. Their runs in other processes abort. */
  async remove(
    queue: QueueName,
    transaction: DatabaseTransaction,
    ids: readonly string[]
  ): Promise<void> {
    const boss = await this.boss()
    const db = this.database.statementsIn(transaction)
    await boss.deleteJob(queue, [...ids], { db })
  }

  /** Started when it is first needed: most requests do not need it. */
  private boss(): Promise<PgBoss> {
    this.started ??= this.start().catch((error: unknown) => {
      this.started = undefined
      throw error
    })
    return this.started
  }

  private async start(): Promise<PgBoss> {
    const { PgBoss: Boss } = await import('pg-boss')
    const boss = new Boss({
      db: this.statements,
      schema: queueSchema,
      migrate: false,
      createSchema: false,
      supervise: this.isWorker,
      superviseIntervalSeconds: superviseSeconds,
      monitorIntervalSeconds: monitorSeconds,
      // The service does not own the tables.
      reindex: false,
      monitorVacuum: false,
      registerInstance: false,
      schedule: false,
      openTelemetry: { enabled: false }
    })
    boss.on('error', error =>
      this.logger.warn({ action: 'job_queue_error', err: error }, 'The job queue has an error')
    )
    boss.on('warning', ({ message }) => this.logger.warn({ action: 'job_queue_warning' }, message))
    return boss.start()
  }

  private stop(): Promise<void> {
    this.stopped ??= (async () => {
      const boss = await this.started?.catch(() => undefined)
      await boss?.stop({ timeout: this.lifecycle.SHUTDOWN_TIMEOUT * 1000 })
    })()
    return this.stopped
  }
}
