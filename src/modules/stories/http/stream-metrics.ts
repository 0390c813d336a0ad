import { Injectable } from '@nestjs/common'
import type { StreamEnd } from '#core/http/streaming/event-stream.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'

/** Records the metrics of one stream. */
export interface ObservedStream {
  /** A `delta` event was sent. */
  textSent(): void
  closed(end: StreamEnd): void
}

@Injectable()
export class StreamMetrics {
  constructor(private readonly metrics: StoriesMetrics) {}

  opened(): ObservedStream {
    const stopClock = this.metrics.timeToFirstText.startTimer()
    let hasStarted = false
    this.metrics.streamsOpen.inc()
    return {
      textSent: () => {
        if (!hasStarted) stopClock()
        hasStarted = true
        this.metrics.streamChunks.inc()
      },
      closed: end => {
        this.metrics.streamsOpen.dec()
        this.metrics.streamsEnded.inc({ end })
      }
    }
  }
}
