import { Module } from '@nestjs/common'
import { Retention } from '#core/database/retention.js'
import { IdempotencyMetrics } from './idempotency.metrics.js'
import { IdempotencyRepository } from './idempotency.repository.js'
import { IdempotencyService } from './idempotency.service.js'

@Module({
  providers: [IdempotencyMetrics, IdempotencyRepository, IdempotencyService],
  exports: [IdempotencyRepository, IdempotencyService]
})
export class IdempotencyModule {
  constructor(retention: Retention) {
    retention.registerByAge({ table: 'idempotency_keys', column: 'expires_at', days: 0 })
  }
}
