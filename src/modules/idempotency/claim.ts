import type { AppError } from '#core/errors/app-error.js'
import type { KeptError } from '#core/database/schema.js'
import type { IdempotencyRepository, KeyedRequest } from './idempotency.repository.js'

/** The key's row as the outcome leaves it, unless another run has taken the key over. */
export interface CompletedKey extends KeyedRequest {
  readonly claimId: string
  readonly error?: KeptError
}

/** The right to answer for an Idempotency-Key, from its first request until the answer is kept. */
export class Claim {
  private state: 'held' | 'handed over' | 'given back' = 'held'

  constructor(
    private readonly id: string,
    private readonly request: KeyedRequest,
    private readonly keys: IdempotencyRepository
  ) {}

  /**
   * What the transaction that stores the outcome writes: a repeated request gets the same story, or
   * the same error. Undefined where the key was freed.
   */
  complete(error?: AppError): CompletedKey | undefined {
    if (this.state === 'given back') return undefined
    const key = { ...this.request, claimId: this.id }
    if (error === undefined) return key
    const { code, message, details } = error
    return { ...key, error: { code, message, details } }
  }

  /** From here on the answer will be kept, now or once PostgreSQL is back: never free it. */
  handOver(): void {
    if (this.state === 'held') this.state = 'handed over'
  }

  /** The key is free again, unless an answer is or will be kept. */
  async giveBack(): Promise<void> {
    if (this.state !== 'held') return
    this.state = 'given back'
    await this.keys.giveBack(this.request, this.id)
  }
}
