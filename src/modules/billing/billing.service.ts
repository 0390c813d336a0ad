import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import type { Caller } from '#core/access/caller.js'
import { Settings } from '#core/config/settings.js'
import { Database } from '#core/database/database.js'
import { Cleanups } from '#core/lifecycle/cleanups.js'
import { InjectMetric, type Counter, type Gauge } from '#core/metrics/inject-metric.js'
import { Traced } from '#core/tracing/traced.js'
import type { AttemptStart, OnAttempt } from '#modules/llm/language-model.js'
import { budgetAccounts } from './budgets/budget-accounts.js'
import { BudgetExceeded } from './budgets/budget-exceeded.js'
import { KeptWrites } from './kept-writes.js'
import { LedgerRepository, type HeldOn } from './ledger.repository.js'
import { toDollars } from './prices/money.js'
import { OpenBill, type Attempt } from './open-bill.js'
import { PriceBook } from './prices/price-book.js'
import { ReservationRepository } from './reservation.repository.js'

/** Part of the two seconds within which a caller hears that there can be no record. */
const reserveWithinMs = 1500
const settleWithinMs = 5000

/** Opens the bill of a generation; every paid attempt is on it before money can be spent. */
@Injectable()
export class BillingService {
  private readonly openBills = new Set<OpenBill>()

  constructor(
    private readonly reserved: ReservationRepository,
    private readonly ledger: LedgerRepository,
    private readonly kept: KeptWrites,
    private readonly prices: PriceBook,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly logger: PinoLogger,
    @InjectMetric('jiraiya_ai_cost_usd') private readonly spent: Counter,
    @InjectMetric('jiraiya_budget_refusals_total') private readonly refusals: Counter,
    @InjectMetric('jiraiya_reservations_total') private readonly reservations: Counter,
    @InjectMetric('jiraiya_reservations_open') private readonly openReservations: Gauge,
    cleanups: Cleanups
  ) {
    // Whoever hung up is not waited for by the server, but their bill is still being settled.
    cleanups.register({
      phase: 'finish',
      name: 'open bills',
      timeoutMs: settleWithinMs,
      work: async () => void (await Promise.all([...this.openBills].map(bill => bill.closed)))
    })
  }

  open(generationId: string, caller: Caller): OpenBill {
    const bill: OpenBill = new OpenBill(generationId, caller, this.ledger, {
      start: start => this.start(bill, start),
      closed: () => {
        this.openBills.delete(bill)
        if (bill.isEmpty) return
        this.openReservations.dec()
        this.reservations.inc({ event: 'settled' })
      }
    })
    this.openBills.add(bill)
    return bill
  }

  /** Reserves the worst case of an attempt and enters it, or refuses it. */
  @Traced('reserve')
  private async start(bill: OpenBill, { model, worstCase }: AttemptStart): ReturnType<OnAttempt> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const attempt: Attempt = {
      id: randomUUID(),
      model,
      worstCase,
      worstCost: this.prices.costOf(model, worstCase),
      priceTable: this.prices.versionFor(model),
      ended
    }
    bill.heldOn = await this.database.within(
      reserveWithinMs,
      () => this.reserve(bill, attempt),
      // Nobody waits for this attempt any more; it is never made.
      () => this.release(bill, attempt)
    )
    this.reservations.inc({ event: bill.isEmpty ? 'opened' : 'extended' })
    if (bill.isEmpty) this.openReservations.inc()
    bill.add(attempt)
    return async ({ outcome, usage }) => {
      const cost = usage === undefined ? 0n : this.prices.costOf(model, usage)
      attempt.end = { outcome, usage, cost }
      end()
      if (usage?.reported === false) {
        this.logger.warn({ action: 'usage_estimated', model, outcome }, 'No usage was reported')
      }
      this.spent.inc({ model }, toDollars(cost))
    }
  }

  private async reserve(bill: OpenBill, attempt: Attempt): Promise<HeldOn> {
    const result = await this.reserved.reserve({
      ...bill.reservationWith(attempt),
      accounts: budgetAccounts(bill.caller, this.settings),
      leaseSeconds: this.settings.RESERVATION_LEASE
    })
    if ('accounts' in result) return result
    const { scope, period, unit } = result
    this.refusals.inc({ scope, period, unit })
    throw new BudgetExceeded(result)
  }

  private async release(bill: OpenBill, attempt: Attempt): Promise<void> {
    attempt.end = { outcome: 'SERVICE_UNAVAILABLE', usage: undefined, cost: 0n }
    bill.add(attempt)
    await this.kept.write(transaction => bill.settle(transaction, 'failed'))
  }
}
