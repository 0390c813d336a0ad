import { setTimeout as wait } from 'node:timers/promises'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import type { AppError } from '#core/errors/app-error.js'
import type { OnAttempt, TokenUsage } from '#modules/llm/language-model.js'
import { credentialName } from '../budgets/budget-accounts.js'
import type { LedgerEntry } from '../ledger-entry.js'
import type { Reservation } from '../ledger-writer/reserve-budget-statement.js'
import type { ChargesEnd } from '../ledger-writer/settle-statement.js'
import { toDecimal, toDollars, type Picodollars } from '../prices/money.js'
import { costOf, heldOf, isLost, tokensOf, type Attempt } from './attempt.js'
import type { ChargeTotals } from './charge-totals.js'

/** Waits for the end of attempts that a disconnect or deadline has aborted; it follows shortly after. */
const endKnownWithinMs = 1000

/**
 * How a generation ended. The owner is charged for a story, for a rejection that is stored as the
 * response, and for the attempts until a disconnect. The service bears the cost of failures.
 */
export type BillingOutcome = 'delivered' | 'refused' | 'client_closed' | 'failed'

/** The charges of a running generation. Pass `onAttempt` to the language model, then settle. */
export class GenerationCharges {
  /** The day (UTC) whose budgets it counts against: that of the first reservation. */
  day = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)
  /** Why no more money may be spent on this generation, after it has begun. */
  limitedBy: AppError | undefined
  private readonly attempts: Attempt[] = []
  private isClosed = false
  private readonly closing = Promise.withResolvers<void>()
  private readonly ids = requestIds()

  constructor(
    readonly generationId: string,
    readonly principal: Principal,
    private readonly on: { readonly start: OnAttempt; readonly closed: () => void }
  ) {}

  get onAttempt(): OnAttempt {
    return this.on.start
  }

  get isEmpty(): boolean {
    return this.attempts.length === 0
  }

  /** Whether the budget did not allow the whole story, or its repair. */
  get isLimited(): boolean {
    return this.limitedBy !== undefined
  }

  /** Resolves when the charges are closed. */
  get closed(): Promise<void> {
    return this.closing.promise
  }

  add(attempt: Attempt): void {
    this.attempts.push(attempt)
  }

  /** Resolves when every attempt has ended, or after a timeout: then what is reserved for it counts. */
  async attemptsEnded(): Promise<void> {
    const ended = Promise.all(this.attempts.map(attempt => attempt.ended))
    await Promise.race([ended, wait(endKnownWithinMs, undefined, { ref: false })])
  }

  /** The totals that the owner is charged; failed attempts are not included. */
  total(): ChargeTotals {
    const paid = this.attempts.flatMap(({ end }) => (end && !isLost(end) ? [end] : []))
    const promptTokens = paid.reduce((sum, { usage }) => sum + (usage?.promptTokens ?? 0), 0)
    const completionTokens = paid.reduce(
      (sum, { usage }) => sum + (usage?.completionTokens ?? 0),
      0
    )
    return {
      promptTokens,
      completionTokens,
      totalTokens: promptTokens + completionTokens,
      costUsd: toDollars(paid.reduce((sum, { cost }) => sum + cost, 0n))
    }
  }

  /** What to reserve with this attempt: the known cost of the earlier ones and what it holds. */
  reservationWith(attempt: Attempt): Omit<Reservation, 'accounts' | 'leaseSeconds' | 'share'> {
    const attempts = [...this.attempts.filter(({ id }) => id !== attempt.id), attempt]
    const isNew = this.attempts.every(({ id }) => id !== attempt.id)
    return {
      generationId: this.generationId,
      owner: this.principal.owner,
      credential: credentialName(this.principal),
      isFirst: this.isEmpty,
      total: {
        cost: attempts.reduce((sum, one) => sum + costOf(one), 0n),
        tokens: attempts.reduce((sum, one) => sum + tokensOf(one), 0)
      },
      attempts: attempts.map(heldOf),
      entry: isNew ? this.startOf(attempt) : undefined
    }
  }

  /** The end of each attempt; undefined without attempts. The outcome determines who is charged. */
  end(billingOutcome: BillingOutcome): ChargesEnd | undefined {
    return this.isEmpty ? undefined : this.endOf(this.attempts, billingOutcome)
  }

  endOf(attempts: readonly Attempt[], billingOutcome: BillingOutcome): ChargesEnd {
    const ends = attempts.map(attempt => this.endEntry(attempt, billingOutcome))
    return { generationId: this.generationId, day: this.day, ends }
  }

  /** Called when the generation is settled, or its settlement is queued. */
  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.on.closed()
    this.closing.resolve()
  }

  private startOf(attempt: Attempt): LedgerEntry {
    const { worstCase } = attempt
    return this.entry('started', attempt, { ...worstCase, outcome: 'started', payer: 'service' })
  }

  private endEntry(attempt: Attempt, billingOutcome: BillingOutcome): LedgerEntry {
    // The attempt is still running, so its cost is unknown and what is reserved for it counts.
    const end = attempt.end ?? { outcome: 'INTERNAL_ERROR' as const, ...attempt.held }
    const lost = isLost(end)
    const payer = lost || billingOutcome === 'failed' ? 'service' : 'owner'
    return this.entry(lost ? 'lost' : 'settled', attempt, { ...end, payer })
  }

  private entry(
    kind: LedgerEntry['kind'],
    { id, model, priceTable }: Attempt,
    { outcome, usage, cost, payer }: EntryParts
  ): LedgerEntry {
    const { generationId, principal, ids } = this
    return {
      kind,
      attempt_id: id,
      generation_id: generationId,
      owner: principal.owner,
      credential: credentialName(principal),
      payer,
      model,
      outcome,
      prompt_tokens: usage?.promptTokens ?? 0,
      cached_prompt_tokens: usage?.cachedPromptTokens ?? 0,
      cache_write_tokens: usage?.cacheWriteTokens ?? 0,
      completion_tokens: usage?.completionTokens ?? 0,
      reported: usage?.reported ?? true,
      cost_usd: toDecimal(cost),
      price_table: priceTable,
      ...ids
    }
  }
}

interface EntryParts {
  readonly outcome: string
  readonly usage: TokenUsage | undefined
  readonly cost: Picodollars
  readonly payer: LedgerEntry['payer']
}

function requestIds(): Pick<LedgerEntry, 'request_id' | 'correlation_id'> {
  const context = currentContext()
  return {
    request_id: context?.requestId ?? '',
    correlation_id: context?.correlationId ?? ''
  }
}
