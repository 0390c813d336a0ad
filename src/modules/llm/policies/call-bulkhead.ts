import { AsyncLocalStorage } from 'node:async_hooks'
import { bulkhead, EventEmitter, type BulkheadPolicy, type IDefaultPolicyContext } from 'cockatiel'
import { OwnPolicy } from './own-policy.js'

interface BulkheadUse {
  readonly inUse: number
  readonly queued: number
}

/**
 * Limits the number of concurrent calls and of calls that wait. A call that has waited is started by
 * the end of another one, so its own request context is restored first.
 */
export class CallBulkhead extends OwnPolicy<IDefaultPolicyContext> {
  private readonly bulkhead: BulkheadPolicy
  private readonly changes = new EventEmitter<BulkheadUse>()
  /** Emits when a call starts, waits or ends. */
  readonly onChange = this.changes.addListener

  constructor(
    private readonly maxConcurrent: number,
    private readonly maxQueued: number
  ) {
    super()
    this.bulkhead = bulkhead(maxConcurrent, maxQueued)
  }

  async execute<T>(
    work: (context: IDefaultPolicyContext) => PromiseLike<T> | T,
    signal: AbortSignal
  ): Promise<T> {
    const inContext = AsyncLocalStorage.snapshot()
    try {
      const result = this.bulkhead.execute(context => inContext(work, context), signal)
      this.emitChange()
      return await result
    } finally {
      this.emitChange()
    }
  }

  private emitChange(): void {
    const { executionSlots, queueSlots } = this.bulkhead
    this.changes.emit({
      inUse: this.maxConcurrent - executionSlots,
      queued: this.maxQueued - queueSlots
    })
  }
}
