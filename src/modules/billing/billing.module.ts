import { Module } from '@nestjs/common'
import { BillingService } from './billing.service.js'
import { BudgetRepository } from './budgets/budget.repository.js'
import { KeptWrites } from './kept-writes.js'
import { LedgerRepository } from './ledger.repository.js'
import { LostAttempts } from './lost-attempts.js'
import { PriceBook } from './prices/price-book.js'
import { ReservationRepository } from './reservation.repository.js'
import { ReadBudgets } from './budgets/read-budgets.service.js'
import { UsageRepository } from './usage.repository.js'

/** What is asked of the books and the budgets, beside writing them. */
const reading = [BudgetRepository, ReadBudgets, UsageRepository]

@Module({
  providers: [
    PriceBook,
    ReservationRepository,
    LedgerRepository,
    KeptWrites,
    LostAttempts,
    BillingService,
    ...reading
  ],
  exports: [BillingService, KeptWrites, ...reading]
})
export class BillingModule {}
