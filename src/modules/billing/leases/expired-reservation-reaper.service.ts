import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy
} from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { billingConfig } from '#modules/billing/billing.config.js'
import { BillingMetrics } from '../billing.metrics.js'
import { LedgerRepository } from '../ledger.repository.js'

/** The interval, and so the maximum delay after a lease has expired. */
const lookEveryMs = 15_000

/** Settles the reservations of crashed processes after their lease has expired. */
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

  /** Every instance settles the expired reservations of all instances. */
  async book(): Promise<void> {
    try {
      for (;;) {
        const { reservations, attempts } = await this.ledger.settleExpired()
        if (reservations === 0) return
        this.metrics.reservations.inc({ event: 'expired' }, reservations)
        this.logger.warn(
          { action: 'reservations_expired', reservations, attempts },
          'Expired reservations settled'
        )
      }
    } catch (error) {
      this.logger.warn(
        { action: 'reservations_not_expired', err: error },
        'Expired reservations not settled; will retry'
      )
    }
  }
}
