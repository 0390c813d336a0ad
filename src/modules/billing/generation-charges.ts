import { setTimeout as wait } from 'node:timers/promises'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import type { AttemptEnd, OnAttempt, TokenUsage } from '#modules/llm/language-model.js'
import type { ChargeTotals } from './charge-totals.js'
import { credentialName } from './budgets/budget-accounts.js'
import type { LedgerEntry } from './ledger-entry.js'
import type { Amount, Reservation } from './ledger-writer/reserve-budget-statement.js'
import type { ChargesEnd } from './ledger-writer/settle-statement.js'
import { toDecimal, toDollars, type Picodollars } from './prices/money.js'

/** One paid attempt of a generation. */
export interface Attempt {
  readonly id: string
  readonly model: string
  readonly worstCase: TokenUsage
  readonly worstCost: Picodollars
  readonly priceTable: string
  /** Resolves when `end` is set. */
  readonly ended: Promise<void>
  end?: AttemptEnd & { readonly cost: Picodollars }
}

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

  /** Resolves when the charges are closed. */
  get closed(): Promise<void> {
    return this.closing.promise
  }

  add(attempt: Attempt): void {
    this.attempts.push(attempt)
  }

  /** Resolves when every attempt has ended, or after a timeout: then its maximum cost counts. */
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

  /** The amount to reserve before an attempt: the cost so far and the maximum cost of the attempt. */
  reservationWith(attempt: Attempt): Omit<Reservation, 'accounts' | 'leaseSeconds'> {
    return {
      generationId: this.generationId,
      owner: this.principal.owner,
      credential: credentialName(this.principal),
      isFirst: this.isEmpty,
      total: this.sum([...this.attempts, attempt]),
      entry: this.entry('started', attempt, {
        outcome: 'started',
        usage: attempt.worstCase,
        cost: attempt.worstCost,
        payer: 'service'
      })
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

  private sum(attempts: readonly Attempt[]): Amount {
    return {
      cost: attempts.reduce((sum, { end, worstCost }) => sum + (end?.cost ?? worstCost), 0n),
      tokens: attempts.reduce(
        (sum, { end, worstCase }) => sum + tokensOf(end ? end.usage : worstCase),
        0
      )
    }
  }

  private endEntry(attempt: Attempt, billingOutcome: BillingOutcome): LedgerEntry {
    // The attempt is still running, so its cost is unknown and its maximum counts.
    const end = attempt.end ?? {
      outcome: 'INTERNAL_ERROR' as const,
      usage: attempt.worstCase,
      cost: attempt.worstCost
    }
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

/** Failures of the provider for which it is unknown whether it bills them. */
function isLost({ outcome, usage }: AttemptEnd): boolean {
  return outcome !== 'ok' && outcome !== 'client_closed' && usage?.reported === false
}

function tokensOf(usage: TokenUsage | undefined): number {
  return usage === undefined ? 0 : usage.promptTokens + usage.completionTokens
}

function requestIds(): Pick<LedgerEntry, 'request_id' | 'correlation_id'> {
  const context = currentContext()
  return {
    request_id: context?.requestId ?? '',
    correlation_id: context?.correlationId ?? ''
  }
}
