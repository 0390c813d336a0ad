import { Injectable } from '@nestjs/common'
import type { StreamEnd } from '#core/http/streaming/event-stream.js'
import {
  InjectMetric,
  type Counter,
  type Gauge,
  type Histogram
} from '#core/metrics/inject-metric.js'

/** Records the metrics of one stream. */
export interface ObservedStream {
  /** A `delta` event was sent. */
  textSent(): void
  closed(end: StreamEnd): void
}

@Injectable()
export class StreamMetrics {
  constructor(
    @InjectMetric('jiraiya_streams_open') private readonly open: Gauge,
    @InjectMetric('jiraiya_stream_chunks_total') private readonly chunks: Counter,
    @InjectMetric('jiraiya_stream_time_to_first_text_seconds') private readonly first: Histogram,
    @InjectMetric('jiraiya_streams_ended_total') private readonly ended: Counter
  ) {}

  opened(): ObservedStream {
    const stopClock = this.first.startTimer()
    let hasStarted = false
    this.open.inc()
    return {
      textSent: () => {
        if (!hasStarted) stopClock()
        hasStarted = true
        this.chunks.inc()
      },
      closed: end => {
        this.open.dec()
        this.ended.inc({ end })
      }
    }
  }
}
