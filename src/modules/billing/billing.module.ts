import { Module } from '@nestjs/common'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { BillingRetention } from './billing-retention.repository.js'
import { BillingMetrics } from './billing.metrics.js'
import { BillingService } from './billing.service.js'
import { BudgetRepository } from './budgets/budget.repository.js'
import { WriteRetryQueue } from './write-retry-queue.service.js'
import { LedgerRepository } from './ledger.repository.js'
import { LedgerWriter } from './ledger-writer/ledger-writer.service.js'
import { BudgetWarnings } from './budgets/budget-warnings.service.js'
import { AttemptReserver } from './charges/attempt-reserver.service.js'
import { ExpiredReservationReaper } from './leases/expired-reservation-reaper.service.js'
import { LeaseRenewal } from './leases/lease-renewal.service.js'
import { PriceBook } from './prices/price-book.js'
import { ReadBudgetsService } from './budgets/read-budgets.service.js'
import { UsageRepository } from './usage.repository.js'

/** Repositories that read the ledger and the budgets. */
const reading = [BudgetRepository, ReadBudgetsService, UsageRepository]

const settleTimeoutMs = 5000

@Module({
  providers: [
    BillingMetrics,
    BillingRetention,
    PriceBook,
    BudgetWarnings,
    LeaseRenewal,
    LedgerRepository,
    LedgerWriter,
    WriteRetryQueue,
    ExpiredReservationReaper,
    AttemptReserver,
    BillingService,
    ...reading
  ],
  exports: [BillingService, BudgetWarnings, LedgerWriter, WriteRetryQueue, ...reading]
})
export class BillingModule {
  constructor(billing: BillingService, shutdownHooks: ShutdownHooks) {
    // The server does not wait for disconnected requests, but their charges are still being settled.
    shutdownHooks.register({
      phase: 'finish',
      name: 'unsettled charges',
      timeoutMs: settleTimeoutMs,
      work: () => billing.allClosed()
    })
  }
}
