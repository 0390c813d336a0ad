import { Injectable } from '@nestjs/common'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { toAppError } from '#core/http/errors/to-app-error.js'
import {
  InjectMetric,
  type Counter,
  type Gauge,
  type Histogram
} from '#core/metrics/inject-metric.js'
import type { GenerationResult, GenerationCommand } from './generation-command.js'

type Result = 'written' | 'cached' | 'failed' | 'client_closed'

/** What Prometheus learns of each generation: how it ended, and how long it took. */
@Injectable()
export class GenerationMetrics {
  constructor(
    @InjectMetric('jiraiya_generations_total') private readonly generations: Counter,
    @InjectMetric('jiraiya_generation_duration_seconds') private readonly duration: Histogram,
    @InjectMetric('jiraiya_generations_in_progress') private readonly running: Gauge
  ) {}

  /** Runs a generation; what it gives or throws is passed on. */
  async observe(
    { route }: GenerationCommand,
    callerSignal: AbortSignal,
    generation: () => Promise<GenerationResult>
  ): Promise<GenerationResult> {
    const stopClock = this.duration.startTimer({ route })
    const ended = (outcome: string, result: Result): void => {
      stopClock({ result })
      this.generations.inc({ route, outcome })
    }
    this.running.inc({ route })
    try {
      const result = await generation()
      ended('ok', result.replayed || result.story.cached ? 'cached' : 'written')
      return result
    } catch (error) {
      if (callerSignal.reason instanceof ClientDisconnected) ended('client_closed', 'client_closed')
      else ended(toAppError(error).code, 'failed')
      throw error
    } finally {
      this.running.dec({ route })
    }
  }
}
