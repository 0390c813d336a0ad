import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { OverloadDetector } from '#core/lifecycle/overload-detector.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { indicatorsOf } from '#modules/stories/checks/indicators/indicators-of.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { StoryIndicators } from '#modules/stories/domain/story-indicators.js'
import {
  compared,
  IndicatorsRepository,
  type MeasuredStory
} from '#modules/stories/library/indicators.repository.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'

interface Queued {
  readonly owner: string
  readonly story: Story
}

/** A story has about 10 KB. */
const maxQueued = 200
/** Stories that share a statement. */
const maxAtOnce = 32
/** A response is on its way before its story is measured. */
const startAfterMs = 50
/** Longer than the statements of one story usually take. */
const finalWaitMs = 1000

/**
 * Computes the indicators of stories after they are delivered, one story at a time, and stores those of several
 * at once. Stories are dropped and counted while the queue is full or the process is overloaded, and at shutdown.
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
    while (this.queued.length > 0) {
      const batch = this.queued.splice(0, maxAtOnce)
      if (this.closing || this.overload.overload !== undefined) this.count('dropped', batch.length)
      else await this.measure(batch)
    }
  }

  /** A failure costs no story, and the database counts its own errors. */
  private async measure(batch: readonly Queued[]): Promise<void> {
    try {
      const measured = await this.indicatorsOf(batch)
      const stored = await this.indicators.store(measured)
      for (const { id, indicators } of measured) {
        if (stored.has(id)) this.observe(indicators)
        else this.count('dropped')
      }
    } catch {
      this.count('failed', batch.length)
    }
  }

  /** Each in a turn of its own, so that requests are not blocked. */
  private async indicatorsOf(batch: readonly Queued[]): Promise<readonly MeasuredStory[]> {
    const last = new Map(
      await this.indicators.lastStories(new Set(batch.map(({ owner }) => owner)))
    )
    const measured: MeasuredStory[] = []
    for (const { owner, story } of batch) {
      const { id } = story
      const others = (last.get(owner) ?? []).filter(other => other.id !== id)
      const indicators = indicatorsOf(story, others)
      last.set(owner, [{ id, simhash: indicators.simhash }, ...others].slice(0, compared))
      measured.push({ owner, id, indicators })
      await nextTurn()
    }
    return measured
  }

  private observe(indicators: StoryIndicators): void {
    this.count('computed')
    this.metrics.distinctPairs.observe(indicators.distinct2)
    this.metrics.repeatedGroups.observe(indicators.repeatedShare)
    this.metrics.dialogue.observe(indicators.dialogueShare)
    if (indicators.mostSimilar) this.metrics.similarity.observe(indicators.mostSimilar.similarity)
  }

  private async close(): Promise<void> {
    this.closing = true
    await this.running
  }

  private count(result: 'computed' | 'dropped' | 'failed', stories = 1): void {
    this.metrics.indicators.inc({ result }, stories)
  }
}
