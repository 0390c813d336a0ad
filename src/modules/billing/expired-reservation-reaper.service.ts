import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy
} from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { billingConfig } from '#modules/billing/billing.config.js'
import { BillingMetrics } from './billing.metrics.js'
import { LedgerRepository } from './ledger.repository.js'

/** A lease that has ended is noticed this late at most. */
const lookEveryMs = 15_000

/** Books the attempts of processes that died: their reservations outlive them by a lease. */
@Injectable()
export class ExpiredReservationReaper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> | undefined

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly logger: PinoLogger,
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly metrics: BillingMetrics
  ) {}

  onApplicationBootstrap(): void {
    const everyMs = Math.min(lookEveryMs, (this.settings.RESERVATION_LEASE * 1000) / 4)
    this.timer = setInterval(() => {
      this.looking ??= this.book().finally(() => (this.looking = undefined))
    }, everyMs).unref()
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer)
    await this.looking
  }

  /** Any instance may do it for any other. */
  async book(): Promise<void> {
    try {
      for (;;) {
        const { reservations, attempts } = await this.ledger.settleExpired()
        if (reservations === 0) return
        this.metrics.reservations.inc({ event: 'expired' }, reservations)
        this.logger.warn(
          { action: 'reservations_expired', reservations, attempts },
          'A process died with its attempts'
        )
      }
    } catch (error) {
      this.logger.warn({ action: 'reservations_not_expired', err: error }, 'Tried again later')
    }
  }
}
