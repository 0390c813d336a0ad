import { randomUUID } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import type { Principal } from '#core/access/principal.js'
import { billingConfig } from '#modules/billing/billing.config.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { BillingMetrics } from './billing.metrics.js'
import { Traced } from '#core/tracing/traced.js'
import type { AttemptStart, OnAttempt } from '#modules/llm/language-model.js'
import { budgetAccounts } from './budgets/budget-accounts.js'
import { BudgetExceeded } from './budgets/budget-exceeded.js'
import { WriteRetryQueue } from './write-retry-queue.service.js'
import { LedgerWriter } from './ledger-writer/ledger-writer.service.js'
import { toDollars } from './prices/money.js'
import { GenerationCharges, type Attempt } from './generation-charges.js'
import { PriceBook } from './prices/price-book.js'

/** Creates the charges of a generation. Each attempt is reserved before it can cost anything. */
@Injectable()
export class BillingService {
  private readonly openCharges = new Set<GenerationCharges>()

  constructor(
    private readonly ledger: LedgerWriter,
    private readonly writes: WriteRetryQueue,
    private readonly prices: PriceBook,
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: BillingMetrics
  ) {}

  /** Resolves when the charges that are open now are settled or queued. */
  async allClosed(): Promise<void> {
    await Promise.all([...this.openCharges].map(charges => charges.closed))
  }

  open(generationId: string, principal: Principal): GenerationCharges {
    const charges: GenerationCharges = new GenerationCharges(generationId, principal, {
      start: start => this.start(charges, start),
      closed: () => {
        this.openCharges.delete(charges)
        this.ledger.close(generationId)
        if (charges.isEmpty) return
        this.metrics.reservationsOpen.dec()
        this.metrics.reservations.inc({ event: 'settled' })
      }
    })
    this.openCharges.add(charges)
    return charges
  }

  /** Reserves the maximum cost of an attempt and records its start, or rejects it. */
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
    charges.day = await this.reserve(charges, attempt)
    this.add(charges, attempt)
    return async ({ outcome, usage }) => {
      const cost = usage === undefined ? 0n : this.prices.costOf(model, usage)
      attempt.end = { outcome, usage, cost }
      end()
      if (usage?.reported === false) {
        this.logger.warn(
          { action: 'usage_estimated', model, outcome },
          'The provider reported no usage'
        )
      }
      this.metrics.cost.inc({ model }, toDollars(cost))
    }
  }

  /** @returns the day whose budgets it counts against */
  private async reserve(charges: GenerationCharges, attempt: Attempt): Promise<string> {
    try {
      const result = await this.ledger.reserve({
        ...charges.reservationWith(attempt),
        accounts: budgetAccounts(charges.principal, this.settings),
        leaseSeconds: this.settings.RESERVATION_LEASE
      })
      if ('day' in result) return result.day
      const { scope, period, unit } = result
      this.metrics.budgetRefusals.inc({ scope, period, unit })
      throw new BudgetExceeded(result)
    } catch (error) {
      if (error instanceof StoreUnavailable && error.mayBeWritten) this.release(charges, attempt)
      throw error
    }
  }

  /** Records the end of an attempt that is not made, at no cost. The request does not wait for it. */
  private release(charges: GenerationCharges, attempt: Attempt): void {
    const released: Attempt = {
      ...attempt,
      ended: Promise.resolve(),
      end: { outcome: 'SERVICE_UNAVAILABLE', usage: undefined, cost: 0n }
    }
    if (charges.isEmpty) {
      const settlement = { id: charges.generationId, charges: charges.endOf([released], 'failed') }
      const written = this.writes.write(async () => void (await this.ledger.settle(settlement)))
      written.catch(error =>
        this.logger.error({ action: 'write_failed', err: error }, 'PostgreSQL rejected an entry')
      )
    } else this.add(charges, released)
  }

  private add(charges: GenerationCharges, attempt: Attempt): void {
    this.metrics.reservations.inc({ event: charges.isEmpty ? 'opened' : 'extended' })
    if (charges.isEmpty) this.metrics.reservationsOpen.inc()
    charges.add(attempt)
  }
}
