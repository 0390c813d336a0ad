import { Injectable } from '@nestjs/common'
import { CallerLeft } from '#core/context/caller-left.js'
import { toAppError } from '#core/http/to-app-error.js'
import {
  InjectMetric,
  type Counter,
  type Gauge,
  type Histogram
} from '#core/metrics/inject-metric.js'
import type { Delivery, StoryOrder } from './story-order.js'

type Result = 'written' | 'known' | 'failed' | 'left'

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
    { route }: StoryOrder,
    callerSignal: AbortSignal,
    generation: () => Promise<Delivery>
  ): Promise<Delivery> {
    const stopClock = this.duration.startTimer({ route })
    const ended = (outcome: string, result: Result): void => {
      stopClock({ result })
      this.generations.inc({ route, outcome })
    }
    this.running.inc({ route })
    try {
      const delivery = await generation()
      ended('ok', delivery.replayed || delivery.story.cached ? 'known' : 'written')
      return delivery
    } catch (error) {
      if (callerSignal.reason instanceof CallerLeft) ended('left', 'left')
      else ended(toAppError(error).code, 'failed')
      throw error
    } finally {
      this.running.dec({ route })
    }
  }
}
