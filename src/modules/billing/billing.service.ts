import { randomUUID } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import type { Principal } from '#core/access/principal.js'
import { billingConfig } from '#modules/billing/billing.config.js'
import { Database } from '#core/database/database.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { BillingMetrics } from './billing.metrics.js'
import { Traced } from '#core/tracing/traced.js'
import type { AttemptStart, OnAttempt } from '#modules/llm/language-model.js'
import { budgetAccounts } from './budgets/budget-accounts.js'
import { BudgetExceeded } from './budgets/budget-exceeded.js'
import { WriteRetryQueue } from './write-retry-queue.service.js'
import { LedgerRepository, type ReservedOn } from './ledger.repository.js'
import { toDollars } from './prices/money.js'
import { GenerationCharges, type Attempt } from './generation-charges.js'
import { PriceBook } from './prices/price-book.js'
import { ReservationRepository } from './reservation.repository.js'

/** Part of the two seconds within which a caller hears that there can be no record. */
const reserveWithinMs = 1500
const settleWithinMs = 5000

/** Opens the bill of a generation; every paid attempt is on it before money can be spent. */
@Injectable()
export class BillingService {
  private readonly openBills = new Set<GenerationCharges>()

  constructor(
    private readonly reserved: ReservationRepository,
    private readonly ledger: LedgerRepository,
    private readonly kept: WriteRetryQueue,
    private readonly prices: PriceBook,
    private readonly database: Database,
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: BillingMetrics,
    shutdownHooks: ShutdownHooks
  ) {
    // Whoever hung up is not waited for by the server, but their bill is still being settled.
    shutdownHooks.register({
      phase: 'finish',
      name: 'open bills',
      timeoutMs: settleWithinMs,
      work: async () => void (await Promise.all([...this.openBills].map(charges => charges.closed)))
    })
  }

  open(generationId: string, principal: Principal): GenerationCharges {
    const charges: GenerationCharges = new GenerationCharges(generationId, principal, this.ledger, {
      start: start => this.start(charges, start),
      closed: () => {
        this.openBills.delete(charges)
        if (charges.isEmpty) return
        this.metrics.reservationsOpen.dec()
        this.metrics.reservations.inc({ event: 'settled' })
      }
    })
    this.openBills.add(charges)
    return charges
  }

  /** Reserves the worst case of an attempt and enters it, or refuses it. */
  @Traced('reserve')
  private async start(
    charges: GenerationCharges,
    { model, worstCase }: AttemptStart
  ): ReturnType<OnAttempt> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const attempt: Attempt = {
      id: randomUUID(),
      model,
      worstCase,
      worstCost: this.prices.costOf(model, worstCase),
      priceTable: this.prices.versionFor(model),
      ended
    }
    charges.reservedOn = await this.database.withTimeout(
      reserveWithinMs,
      () => this.reserve(charges, attempt),
      // Nobody waits for this attempt any more; it is never made.
      () => this.release(charges, attempt)
    )
    this.metrics.reservations.inc({ event: charges.isEmpty ? 'opened' : 'extended' })
    if (charges.isEmpty) this.metrics.reservationsOpen.inc()
    charges.add(attempt)
    return async ({ outcome, usage }) => {
      const cost = usage === undefined ? 0n : this.prices.costOf(model, usage)
      attempt.end = { outcome, usage, cost }
      end()
      if (usage?.reported === false) {
        this.logger.warn({ action: 'usage_estimated', model, outcome }, 'No usage was reported')
      }
      this.metrics.cost.inc({ model }, toDollars(cost))
    }
  }

  private async reserve(charges: GenerationCharges, attempt: Attempt): Promise<ReservedOn> {
    const result = await this.reserved.reserve({
      ...charges.reservationWith(attempt),
      accounts: budgetAccounts(charges.principal, this.settings),
      leaseSeconds: this.settings.RESERVATION_LEASE
    })
    if ('accounts' in result) return result
    const { scope, period, unit } = result
    this.metrics.budgetRefusals.inc({ scope, period, unit })
    throw new BudgetExceeded(result)
  }

  private async release(charges: GenerationCharges, attempt: Attempt): Promise<void> {
    attempt.end = { outcome: 'SERVICE_UNAVAILABLE', usage: undefined, cost: 0n }
    charges.add(attempt)
    await this.kept.write(transaction => charges.settle(transaction, 'failed'))
  }
}
