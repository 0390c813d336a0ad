import type { AppError } from '#core/errors/app-error.js'
import type { KeptError } from './tables.js'
import type { IdempotencyRepository, KeyedRequest } from './idempotency.repository.js'

/** The key's row as the outcome leaves it, unless another run has taken the key over. */
export interface CompletedKey extends KeyedRequest {
  readonly claimId: string
  readonly error?: KeptError
}

/** The right to run the request of an Idempotency-Key, held until its outcome is stored. */
export class Claim {
  private state: 'held' | 'handed over' | 'given back' = 'held'

  constructor(
    private readonly id: string,
    private readonly request: KeyedRequest,
    private readonly keys: IdempotencyRepository
  ) {}

  /**
   * The outcome to store, so that a repeated request gets the same story or the same error. Undefined
   * if the key was released.
   */
  complete(error?: AppError): CompletedKey | undefined {
    if (this.state === 'given back') return undefined
    const key = { ...this.request, claimId: this.id }
    if (error === undefined) return key
    const { code, message, details } = error
    return { ...key, error: { code, message, details } }
  }

  /** From here on the outcome will be stored, perhaps after an outage, so the key must not be freed. */
  handOver(): void {
    if (this.state === 'held') this.state = 'handed over'
  }

  /** Frees the key, unless an outcome is or will be stored. */
  async giveBack(): Promise<void> {
    if (this.state !== 'held') return
    this.state = 'given back'
    await this.keys.giveBack(this.request, this.id)
  }
}
