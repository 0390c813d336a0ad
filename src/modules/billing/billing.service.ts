import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import type { Principal } from '#core/access/principal.js'
import { AppError } from '#core/errors/app-error.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { BillingMetrics } from './billing.metrics.js'
import { Traced } from '#core/tracing/traced.js'
import type { Allowance, AttemptStart, OnAttempt } from '#modules/llm/language-model.js'
import { WriteRetryQueue } from './write-retry-queue.service.js'
import { LedgerWriter } from './ledger-writer/ledger-writer.service.js'
import { toDollars } from './prices/money.js'
import type { Attempt } from './charges/attempt.js'
import { AttemptReserver } from './charges/attempt-reserver.service.js'
import { GenerationCharges } from './charges/generation-charges.js'
import { PriceBook } from './prices/price-book.js'

/** Creates the charges of a generation. Each attempt is reserved before it can cost anything. */
@Injectable()
export class BillingService {
  private readonly openCharges = new Set<GenerationCharges>()

  constructor(
    private readonly ledger: LedgerWriter,
    private readonly writes: WriteRetryQueue,
    private readonly prices: PriceBook,
    private readonly reserver: AttemptReserver,
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
        if (charges.isEmpty) return this.ledger.abandon(generationId)
        this.metrics.reservationsOpen.dec()
        this.metrics.reservations.inc({ event: 'settled' })
      }
    })
    this.openCharges.add(charges)
    return charges
  }

  /** Reserves the cost of an attempt and records its start, or rejects it. */
  @Traced('reserve')
  private async start(charges: GenerationCharges, start: AttemptStart): ReturnType<OnAttempt> {
    const { model } = start
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const worstCase = this.reserver.priced(start, start.worstCase)
    const attempt: Attempt = {
      id: randomUUID(),
      model,
      worstCase,
      held: worstCase,
      priceTable: this.prices.versionFor(model),
      ended
    }
    const allowance = await this.reserve(charges, attempt, start)
    this.add(charges, attempt)
    return {
      allowance,
      end: async ({ outcome, usage, endedBy }) => {
        const cost = usage === undefined ? 0n : this.prices.costOf(model, usage)
        attempt.end = { outcome, usage, cost }
        end()
        if (endedBy instanceof AppError) this.reserver.limit(charges, 'answer', endedBy)
        if (usage?.reported === false) {
          this.logger.warn(
            { action: 'usage_estimated', model, outcome },
            'The provider reported no usage'
          )
        }
        this.metrics.cost.inc({ model }, toDollars(cost))
      }
    }
  }

  private async reserve(
    charges: GenerationCharges,
    attempt: Attempt,
    start: AttemptStart
  ): Promise<Allowance | undefined> {
    try {
      return await this.reserver.reserve(charges, attempt, start)
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
      const written = this.writes.write({
        run: async () => void (await this.ledger.settle(settlement)),
        dropped: () => this.ledger.abandon(settlement.id)
      })
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
