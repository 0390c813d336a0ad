import type { AppError } from '#core/errors/app-error.js'
import type { Queries } from '#core/database/database.js'
import type { IdempotencyRepository } from './idempotency.repository.js'

/** The right to run the request of an Idempotency-Key, held until its outcome is stored. */
export class Claim {
  private state: 'held' | 'handed over' | 'given back' = 'held'

  constructor(
    private readonly id: string,
    private readonly keys: IdempotencyRepository
  ) {}

  /**
   * Stores the story as the outcome, in the transaction that stores the story; may be repeated.
   * @returns false when another run has taken the key over because this lease had ended
   */
  async complete(queries: Queries, storyId: string): Promise<boolean> {
    return this.state === 'given back' || this.keys.finish(queries, this.id, { storyId })
  }

  /** Stores the error as the outcome. */
  async completeWithError(queries: Queries, error: AppError): Promise<boolean> {
    const { code, message, details } = error
    const kept = { error: { code, message, details } }
    return this.state === 'given back' || this.keys.finish(queries, this.id, kept)
  }

  /** From here on the outcome will be stored, perhaps after an outage, so the key must not be freed. */
  handOver(): void {
    if (this.state === 'held') this.state = 'handed over'
  }

  /** Frees the key, unless an outcome is or will be stored. */
  async giveBack(): Promise<void> {
    if (this.state !== 'held') return
    this.state = 'given back'
    await this.keys.giveBack(this.id)
  }
}
