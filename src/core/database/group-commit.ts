import { AppError } from '#core/errors/app-error.js'
import { StoreUnavailable } from './store-error.js'

const maxFlushSize = 256
/** Long enough to batch concurrent writes, and negligible compared with a call of another service. */
const lingerMs = 3
/**
 * An item that would wait longer is rejected at once. A wait for a store that works is a small part of what
 * takes seconds anyway, and a burst ends while a rejected caller would wait for its Retry-After.
 */
const maxQueueMs = 5000
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
  /** Maximum time without a COMMIT, in milliseconds, after which waiting items are rejected. */
  readonly maxStallMs: number
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
  /** The last time at which the store was known to work, in milliseconds. */
  private progressMs = 0
  private hasFailed = false
  private expiry: NodeJS.Timeout | undefined

  constructor(private readonly options: GroupCommitOptions<Item, Result>) {}

  /**
   * Resolves after the COMMIT.
   * @throws AppError SERVICE_OVERLOADED at once if the queue cannot be written in time
   * @throws StoreUnavailable if the item waited and nothing was written for too long, or if PostgreSQL is unavailable; in the second
   *   case the item may have been written
   */
  submit(item: Item): Promise<Result> {
    const flushesBefore = Math.floor(this.queue.length / maxFlushSize)
    const expectedMs = flushesBefore * this.flushMs
    const longestMs = Math.max(maxQueueMs, this.options.maxStallMs)
    if (this.queue.length >= maxWaiting || expectedMs > longestMs) {
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
    // A busy event loop may delay the flush, which is no failure of the store.
    if (!this.hasFailed) this.progressMs = beganMs
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
      this.progressMs = performance.now()
      this.hasFailed = false
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
    } catch (error) {
      if (batch.length === 1 || error instanceof StoreUnavailable) {
        this.hasFailed = error instanceof StoreUnavailable
        for (const { reject } of batch) reject(error)
        return
      }
      const middle = Math.ceil(batch.length / 2)
      await this.flush(batch.slice(0, middle))
      await this.flush(batch.slice(middle))
    }
  }

  /**
   * Rejects items that wait too long behind a statement that hangs; they are never sent. As long as flushes
   * end, items wait for their turn. Received data is processed first, so that a busy event loop alone does not
   * cause a rejection.
   */
  private watchExpiry(): void {
    const first = this.queue[0]
    if (this.expiry !== undefined || first === undefined) return
    const leftMs = this.options.maxStallMs - this.stalledMs(first)
    this.expiry = setTimeout(() => setImmediate(() => this.expire()), Math.max(1, leftMs)).unref()
  }

  private expire(): void {
    this.expiry = undefined
    const { maxStallMs } = this.options
    if (this.isFlushing) {
      const expired = new Set(this.queue.filter(item => this.stalledMs(item) >= maxStallMs))
      this.queue = this.queue.filter(item => !expired.has(item))
      const error = new StoreUnavailable(new Error(`nothing written for ${maxStallMs} ms`))
      for (const { reject } of expired) reject(error)
    }
    this.watchExpiry()
  }

  /** For how long the item has waited without progress. */
  private stalledMs({ sinceMs }: Waiting<Item, Result>): number {
    return performance.now() - Math.max(sinceMs, this.progressMs)
  }
}
