import { AppError } from '#core/errors/app-error.js'
import { StoreUnavailable } from './store-error.js'

const maxFlushSize = 256
/** Long enough to batch concurrent writes, and negligible compared with a call of another service. */
const lingerMs = 3
/** Maximum queue length, which limits memory. */
const maxWaiting = 10_000
/** Weight of the latest flush in the moving average of durations. */
const smoothing = 0.2

/** A lane of writes that share a COMMIT. */
export interface GroupCommitOptions<Item, Result> {
  /** Writes all items in one statement, in order, and returns one result for each. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Result[]>
  /** Items with equal keys never share a flush. */
  readonly keyOf: (item: Item) => string
  /** Whether further items are likely to arrive soon, so that a short wait enlarges the batch. */
  readonly hasCompany: () => boolean
  /** Maximum time in the queue, in milliseconds. */
  readonly maxQueueMs: number
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly sinceMs: number
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Batches concurrent writes into one statement, with one flush in flight. Each caller waits for the
 * COMMIT of its flush. An item that PostgreSQL rejects does not fail the others: the flush is split
 * in halves and repeated until the item is alone.
 */
export class GroupCommit<Item, Result> {
  private queue: Waiting<Item, Result>[] = []
  private isFlushing = false
  private isScheduled = false
  private flushMs = 0
  private expiry: NodeJS.Timeout | undefined

  constructor(private readonly options: GroupCommitOptions<Item, Result>) {}

  /**
   * Resolves after the COMMIT.
   * @throws AppError SERVICE_OVERLOADED at once if the queue cannot be written in time
   * @throws StoreUnavailable if the item waited too long, or if PostgreSQL is unavailable; in the second
   *   case the item may have been written
   */
  submit(item: Item): Promise<Result> {
    const flushesBefore = Math.floor(this.queue.length / maxFlushSize)
    const expectedMs = flushesBefore * this.flushMs
    if (this.queue.length >= maxWaiting || expectedMs > this.options.maxQueueMs) {
      const retryAfterSeconds = Math.max(1, Math.ceil(expectedMs / 1000))
      return Promise.reject(
        new AppError('SERVICE_OVERLOADED', { details: { reason: 'ledger' }, retryAfterSeconds })
      )
    }
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    this.queue.push({ item, resolve, reject, sinceMs: performance.now() })
    this.watchExpiry()
    this.schedule()
    return promise
  }

  private schedule(): void {
    const first = this.queue[0]
    if (this.isFlushing || this.isScheduled || first === undefined) return
    this.isScheduled = true
    const run = (): void => {
      this.isScheduled = false
      void this.run()
    }
    const waitedMs = performance.now() - first.sinceMs
    const isReady = waitedMs >= lingerMs || this.queue.length >= maxFlushSize
    if (isReady || !this.options.hasCompany()) setImmediate(run)
    else setTimeout(run, lingerMs - waitedMs)
  }

  private async run(): Promise<void> {
    const batch = this.takeBatch()
    if (batch.length === 0) return
    this.isFlushing = true
    const beganMs = performance.now()
    try {
      await this.flush(batch)
    } finally {
      this.flushMs += smoothing * (performance.now() - beganMs - this.flushMs)
      this.isFlushing = false
      this.schedule()
    }
  }

  /** The oldest items, no two with the same key. */
  private takeBatch(): readonly Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = []
    const left: Waiting<Item, Result>[] = []
    const keys = new Set<string>()
    for (const waiting of this.queue) {
      const key = this.options.keyOf(waiting.item)
      if (batch.length === maxFlushSize || keys.has(key)) left.push(waiting)
      else {
        keys.add(key)
        batch.push(waiting)
      }
    }
    this.queue = left
    return batch
  }

  private async flush(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.flush(batch.map(({ item }) => item))
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
    } catch (error) {
      if (batch.length === 1 || error instanceof StoreUnavailable) {
        for (const { reject } of batch) reject(error)
        return
      }
      const middle = Math.ceil(batch.length / 2)
      await this.flush(batch.slice(0, middle))
      await this.flush(batch.slice(middle))
    }
  }

  /**
   * Rejects items that wait too long behind a statement that hangs; they are never sent. Received data
   * is processed first, so that a busy event loop alone does not cause a rejection.
   */
  private watchExpiry(): void {
    const first = this.queue[0]
    if (this.expiry !== undefined || first === undefined) return
    const leftMs = first.sinceMs + this.options.maxQueueMs - performance.now()
    this.expiry = setTimeout(() => setImmediate(() => this.expire()), Math.max(1, leftMs)).unref()
  }

  private expire(): void {
    this.expiry = undefined
    const { maxQueueMs } = this.options
    if (this.isFlushing) {
      const nowMs = performance.now()
      const expired = this.queue.filter(({ sinceMs }) => nowMs - sinceMs >= maxQueueMs)
      this.queue = this.queue.filter(({ sinceMs }) => nowMs - sinceMs < maxQueueMs)
      const error = new StoreUnavailable(new Error(`not written within ${maxQueueMs} ms`))
      for (const { reject } of expired) reject(error)
    }
    this.watchExpiry()
  }
}
