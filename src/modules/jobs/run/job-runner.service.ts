import { setTimeout as wait } from 'node:timers/promises'
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { withDeadline } from '#core/context/deadline.js'
import { runInContext } from '#core/context/request-context.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { AppError } from '#core/errors/app-error.js'
import { toAppError } from '#core/http/errors/to-app-error.js'
import type { Job, JobError, JobKind } from '../job.js'
import { jobsConfig } from '../jobs.config.js'
import { JobsMetrics } from '../jobs.metrics.js'
import { JobQueue, storyQueue, type QueueRun } from '../queue/job-queue.service.js'
import { jobContext } from './job-context.js'
import { JobGeneration } from './job-generation.service.js'
import { JobRunsRepository } from './job-runs.repository.js'

const writeAgainAfterMs = 500
/** The longest time of a timer of Node.js. */
const maxTimerMs = 2 ** 31 - 1

/** Another process runs the job now. */
class RunSuperseded extends Error {}

/** Does the work of the jobs of one kind. A run that follows one that was killed must not do it twice. */
export interface JobHandler {
  /** @returns the id of the story that was written; null without one */
  readonly execute: (job: Job, signal: AbortSignal) => Promise<string | null>
}

type Outcome = 'completed' | 'failed' | 'retried' | 'superseded'

/** Runs jobs in this process, if it is a worker. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap {
  private readonly running = new Map<string, AbortController>()
  private readonly handlers = new Map<JobKind, JobHandler>()

  constructor(
    private readonly queue: JobQueue,
    private readonly runs: JobRunsRepository,
    generation: JobGeneration,
    @Inject(jobsConfig.KEY) private readonly settings: ConfigType<typeof jobsConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: JobsMetrics
  ) {
    this.handle('story', generation)
  }

  /** Called before the application has started. */
  handle(kind: JobKind, handler: JobHandler): void {
    this.handlers.set(kind, handler)
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.queue.isWorker) return
    const { JOBS_CONCURRENCY: concurrency, JOBS_OWNER_CONCURRENCY: ofOwner } = this.settings
    await this.queue.work(storyQueue, { concurrency, ofOwner }, run => this.run(run))
    await this.queue.workOnAbandoned(ids =>
      this.runs.failAbandoned(ids, errorOf(new AppError('INTERNAL_ERROR')))
    )
  }

  /** Aborts the run of a cancelled job, if it is one of this process. */
  cancel(id: string): void {
    this.running.get(id)?.abort(new ClientDisconnected())
  }

  /** Aborts all runs of this process; other processes continue them. */
  abortAll(): void {
    for (const controller of this.running.values()) controller.abort(new AppError('SHUTTING_DOWN'))
  }

  /** Rejects if the job shall run again. */
  private async run({ id, mayRetry, signal }: QueueRun): Promise<void> {
    const job = await this.runs.begin(id)
    if (job === undefined) return
    if (job.attempt === 1) {
      const dueAt = Math.max(job.startAfter.getTime(), job.createdAt.getTime())
      this.metrics.waiting.observe(Math.max(0, Date.now() - dueAt) / 1000)
    }
    const controller = new AbortController()
    const lose = (): void => void this.abortLost(id, controller)
    signal.addEventListener('abort', lose)
    this.running.set(id, controller)
    const stopTimer = this.metrics.duration.startTimer()
    try {
      const outcome = await runInContext(jobContext(job, controller), () =>
        this.generate(job, mayRetry, controller)
      )
      if (outcome === 'retried') throw new Error('the job shall run again')
    } finally {
      stopTimer()
      signal.removeEventListener('abort', lose)
      this.running.delete(id)
    }
  }

  private async generate(
    job: Job,
    mayRetry: boolean,
    { signal }: AbortController
  ): Promise<Outcome> {
    try {
      const storyId = await beforeDeadline(job, signal, inTime =>
        this.handlerOf(job).execute(job, inTime)
      )
      return await this.end(job, 'completed', signal, () => this.runs.complete(job, storyId))
    } catch (thrown) {
      if (isLost(signal.reason)) return this.report(job, 'superseded')
      const error = isLate(job) ? deadlinePassed() : toAppError(thrown)
      const outcome = error.retryable && mayRetry ? 'retried' : 'failed'
      const write = outcome === 'retried' ? 'requeue' : 'fail'
      return this.end(job, outcome, signal, () => this.runs[write](job, errorOf(error)), error)
    }
  }

  private handlerOf({ kind }: Job): JobHandler {
    const handler = this.handlers.get(kind)
    if (handler === undefined) throw new Error(`No handler of jobs of kind ${kind}`)
    return handler
  }

  /** Writes how a run ended, unless it has lost its job. */
  private async end(
    job: Job,
    outcome: Outcome,
    signal: AbortSignal,
    write: () => Promise<boolean>,
    error?: AppError
  ): Promise<Outcome> {
    const isOurs = await untilWritten(signal, write)
    return this.report(job, isOurs ? outcome : 'superseded', error)
  }

  /** An owner who cancels pays for what was written until then, but not for a run that is repeated elsewhere. */
  private async abortLost(id: string, controller: AbortController): Promise<void> {
    const isCancelled = await this.runs.isOver(id).catch(() => false)
    controller.abort(isCancelled ? new ClientDisconnected() : new RunSuperseded())
  }

  private report({ id, attempt }: Job, outcome: Outcome, error?: AppError): Outcome {
    this.metrics.ended.inc({ outcome })
    const line = { action: 'job_run_ended', jobId: id, attempt, outcome, code: error?.code }
    if (error === undefined || error.status < 500) this.logger.info(line, 'Run of a job ended')
    else this.logger.warn({ ...line, err: error }, 'Run of a job failed')
    return outcome
  }
}

function beforeDeadline<T>(
  { deadline }: Job,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  if (deadline === null) return work(signal)
  const leftMs = deadline.getTime() - Date.now()
  if (leftMs <= 0) return Promise.reject(deadlinePassed())
  return withDeadline(Math.min(leftMs, maxTimerMs), signal, work)
}

function isLate({ deadline }: Job): boolean {
  return deadline !== null && deadline.getTime() <= Date.now()
}

function deadlinePassed(): AppError {
  const message = 'The deadline of the job has passed'
  return new AppError('AI_TIMEOUT', { message, retryable: false, details: { reason: 'deadline' } })
}

function isLost(reason: unknown): boolean {
  return reason instanceof ClientDisconnected || reason instanceof RunSuperseded
}

function errorOf({ code, message, details, retryable }: AppError): JobError {
  return { code, message, details, retryable }
}

/** Writes the end of a run. While PostgreSQL is down, it is repeated until the run has lost its job. */
async function untilWritten(signal: AbortSignal, write: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || isLost(signal.reason)) throw error
      await wait(writeAgainAfterMs)
    }
  }
}
