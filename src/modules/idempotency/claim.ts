import type { AppError } from '#core/errors/app-error.js'
import type { Queries } from '#core/database/database.js'
import type { IdempotencyRepository } from './idempotency.repository.js'

/** The right to answer for an Idempotency-Key, from its first request until the answer is kept. */
export class Claim {
  private state: 'held' | 'handed over' | 'given back' = 'held'

  constructor(
    private readonly id: string,
    private readonly keys: IdempotencyRepository
  ) {}

  /**
   * Whoever asks again gets this story. In the transaction that keeps it, which may be repeated.
   * False when another run has taken the key over, because this one's lease had ended.
   */
  async complete(queries: Queries, storyId: string): Promise<boolean> {
    return this.state === 'given back' || this.keys.finish(queries, this.id, { storyId })
  }

  /** Whoever asks again gets this error. */
  async completeWithError(queries: Queries, error: AppError): Promise<boolean> {
    const { code, message, details } = error
    const kept = { error: { code, message, details } }
    return this.state === 'given back' || this.keys.finish(queries, this.id, kept)
  }

  /** From here on the answer will be kept, now or once PostgreSQL is back: never free it. */
  handOver(): void {
    if (this.state === 'held') this.state = 'handed over'
  }

  /** The key is free again, unless an answer is or will be kept. */
  async giveBack(): Promise<void> {
    if (this.state !== 'held') return
    this.state = 'given back'
    await this.keys.giveBack(this.id)
  }
}
