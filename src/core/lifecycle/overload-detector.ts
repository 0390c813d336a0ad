import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { nodeOptions } from '#core/config/node-options.js'
import { lifecycleConfig } from '#core/lifecycle/lifecycle.config.js'
import { heapLimitBytes, usedHeapBytes } from '#core/lifecycle/heap.js'

/** Why new generations are rejected. */
export type Overload = 'event_loop' | 'memory' | 'bulkhead_full'

const lookEveryMs = 500
const resolutionMs = 10
/** Heap that a running generation may still use: an estimate. A waiting stream was measured at 93 KB. */
const bytesPerGeneration = 200_000

/** Generations between two reads of the heap, which take 30 us; what they may use is reserved meanwhile. */
const readEvery = 16

/** Detects overload of this process by the delay of its event loop and the size of its heap. */
@Injectable()
export class OverloadDetector implements OnModuleInit, OnModuleDestroy {
  private readonly heapLimit = heapLimitBytes(nodeOptions())
  private readonly delay = monitorEventLoopDelay({ resolution: resolutionMs })
  private timer: NodeJS.Timeout | undefined
  private isLate = false
  private isBlocked = false
  private logged: Overload | undefined
  private running = 0
  private maxRunning = Infinity
  private heapBytes = 0
  private unread = 0

  constructor(
    @Inject(lifecycleConfig.KEY) private readonly settings: ConfigType<typeof lifecycleConfig>,
    private readonly logger: PinoLogger
  ) {}

  /** Undefined as long as there is room. A burst can fill the heap between two checks, so generations count too. */
  get overload(): Overload | undefined {
    if (this.running >= this.maxRunning) return 'bulkhead_full'
    return this.isBlocked ? 'event_loop' : this.judgeHeap()
  }

  /**
   * Sets how many generations run or wait. Without this limit, those beyond the capacity of the machine would
   * slow down the others before the bulkhead refuses them.
   */
  limitRunning(max: number): void {
    this.maxRunning = max
  }

  generationBegan(): void {
    this.running++
    if (++this.unread >= readEvery) this.readHeap()
  }

  generationEnded(): void {
    this.running--
  }

  onModuleInit(): void {
    this.delay.enable()
    this.readHeap()
    this.timer = setInterval(() => this.look(), lookEveryMs).unref()
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
    this.delay.disable()
  }

  private look(): void {
    const wasLate = this.isLate
    this.isLate = this.delaySeconds() > this.settings.OVERLOAD_LOOP_DELAY
    // Only two late checks in a row are an overload: after a short burst of requests the event loop recovers.
    this.isBlocked = this.isLate && wasLate
    this.readHeap()
    const cause = this.overload
    if (cause === this.logged) return
    this.logged = cause
    const line = { action: 'overload', cause: cause ?? 'none' }
    if (cause === undefined) this.logger.info(line, 'Generations are accepted again')
    else this.logger.warn(line, 'New generations are rejected')
  }

  /** The median since the last call, because one long pause is no overload; without what the timer itself waits. */
  private delaySeconds(): number {
    const medianMs = this.delay.percentile(50) / 1e6
    this.delay.reset()
    return (medianMs - resolutionMs) / 1000
  }

  private readHeap(): void {
    this.unread = 0
    this.heapBytes = usedHeapBytes()
  }

  private judgeHeap(): Overload | undefined {
    const expectedBytes = this.heapBytes + this.running * bytesPerGeneration
    return expectedBytes / this.heapLimit > this.settings.OVERLOAD_HEAP ? 'memory' : undefined
  }
}
