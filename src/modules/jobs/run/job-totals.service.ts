import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { JobsMetrics } from '../jobs.metrics.js'
import { JobRunsRepository, type JobTotals } from './job-runs.repository.js'

const everyMs = 15_000

/** Reports the jobs of all processes, from each process: an alert must fire also if no worker runs. */
@Injectable()
export class JobTotalsReporter implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private reading: Promise<void> | undefined

  constructor(
    private readonly runs: JobRunsRepository,
    private readonly metrics: JobsMetrics
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      // A failed statement is counted by the database, and the next report follows.
      this.reading ??= this.report()
        .catch(() => undefined)
        .finally(() => (this.reading = undefined))
    }, everyMs).unref()
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer)
    await this.reading
  }

  async report(): Promise<void> {
    const { queued, running, oldestSeconds }: JobTotals = await this.runs.totals()
    this.metrics.jobs.set({ state: 'queued' }, queued)
    this.metrics.jobs.set({ state: 'running' }, running)
    this.metrics.oldest.set(oldestSeconds)
  }
}
