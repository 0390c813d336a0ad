import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { OverloadDetector } from '#core/lifecycle/overload-detector.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { indicatorsOf } from '#modules/stories/checks/indicators/indicators-of.js'
import type { Story } from '#modules/stories/domain/story.js'
import { IndicatorsRepository } from '#modules/stories/library/indicators.repository.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'

interface Queued {
  readonly owner: string
  readonly story: Story
}

/** A story has about 10 KB. */
const maxQueued = 200
/** A response is on its way before its story is measured. */
const startAfterMs = 50
/** Longer than the statements of one story usually take. */
const finalWaitMs = 1000

/**
 * Computes the indicators of stories after they are delivered, one story at a time. Stories are dropped
 * and counted while the queue is full or the process is overloaded, and at shutdown.
 */
@Injectable()
export class IndicatorQueue {
  private queued: Queued[] = []
  private running: Promise<void> | undefined
  private closing = false

  constructor(
    private readonly indicators: IndicatorsRepository,
    private readonly overload: OverloadDetector,
    private readonly metrics: StoriesMetrics,
    shutdownHooks: ShutdownHooks
  ) {
    shutdownHooks.register({
      phase: 'finish',
      name: 'indicators',
      timeoutMs: finalWaitMs,
      work: () => this.close()
    })
  }

  /** Returns at once; never throws. */
  add(owner: string, story: Story): void {
    if (this.closing || this.queued.length >= maxQueued) {
      this.count('dropped')
      return
    }
    this.queued.push({ owner, story })
    this.running ??= this.run().finally(() => (this.running = undefined))
  }

  private async run(): Promise<void> {
    await wait(startAfterMs, undefined, { ref: false })
    for (let next = this.queued.shift(); next !== undefined; next = this.queued.shift()) {
      if (this.closing || this.overload.overload !== undefined) this.count('dropped')
      else await this.measure(next)
      await nextTurn()
    }
  }

  /** A failure costs no story, and the database counts its own errors. */
  private async measure({ owner, story }: Queued): Promise<void> {
    try {
      const others = await this.indicators.lastStories(owner, story.id)
      const indicators = indicatorsOf(story, others)
      if (!(await this.indicators.store(owner, story.id, indicators))) return this.count('dropped')
      this.count('computed')
      this.metrics.distinctPairs.observe(indicators.distinct2)
      this.metrics.repeatedGroups.observe(indicators.repeatedShare)
      this.metrics.dialogue.observe(indicators.dialogueShare)
      if (indicators.mostSimilar) this.metrics.similarity.observe(indicators.mostSimilar.similarity)
    } catch {
      this.count('failed')
    }
  }

  private async close(): Promise<void> {
    this.closing = true
    await this.running
  }

  private count(result: 'computed' | 'dropped' | 'failed'): void {
    this.metrics.indicators.inc({ result })
  }
}
