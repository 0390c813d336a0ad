import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy
} from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { billingConfig } from '../billing.config.js'
import { LedgerRepository } from '../ledger.repository.js'

/** The renewals of a lease; more than one, because a renewal may fail. */
const renewalsPerLease = 4

/**
 * Renews the leases of all reservations of this process until they are settled, also while a settlement
 * is queued. So a lease expires only if the process has died, or was suspended or disconnected from
 * PostgreSQL for that long.
 */
@Injectable()
export class LeaseRenewal implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly generations = new Set<string>()
  private timer: NodeJS.Timeout | undefined
  private renewing: Promise<void> | undefined

  constructor(
    private readonly ledger: LedgerRepository,
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly logger: PinoLogger
  ) {}

  onApplicationBootstrap(): void {
    const everyMs = (this.settings.RESERVATION_LEASE * 1000) / renewalsPerLease
    this.timer = setInterval(() => {
      this.renewing ??= this.renew().finally(() => (this.renewing = undefined))
    }, everyMs).unref()
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer)
    await this.renewing
  }

  add(generationId: string): void {
    this.generations.add(generationId)
  }

  remove(generationId: string): void {
    this.generations.delete(generationId)
  }

  async renew(): Promise<void> {
    if (this.generations.size === 0) return
    try {
      await this.ledger.renewLeases([...this.generations], this.settings.RESERVATION_LEASE)
    } catch (error) {
      this.logger.warn(
        { action: 'leases_not_renewed', err: error },
        'Leases of reservations not renewed; will retry'
      )
    }
  }
}
