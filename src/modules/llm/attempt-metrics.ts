import { Injectable } from '@nestjs/common'
import { InjectMetric, type Counter, type Histogram } from '../../core/metrics/inject-metric.js'
import type { AttemptEnd } from './language-model.js'

/** What Prometheus learns of each attempt. */
@Injectable()
export class AttemptMetrics {
  constructor(
    @InjectMetric('jiraiya_ai_requests_total') private readonly attempts: Counter,
    @InjectMetric('jiraiya_ai_request_duration_seconds') private readonly duration: Histogram,
    @InjectMetric('jiraiya_ai_tokens_total') private readonly tokens: Counter
  ) {}

  /** Starts the clock; call what it gives once, when the attempt is over. */
  start(model: string): (end: AttemptEnd) => void {
    const stopClock = this.duration.startTimer({ model })
    return ({ outcome, usage }) => {
      stopClock()
      this.attempts.inc({ model, outcome })
      // What was only feared is in the books, not in the count of tokens.
      if (usage === undefined || (!usage.reported && outcome !== 'ok')) return
      this.tokens.inc({ model, type: 'prompt' }, usage.promptTokens)
      this.tokens.inc({ model, type: 'completion' }, usage.completionTokens)
    }
  }
}
