import { Global, Inject, Module } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Retention } from '#core/database/retention.js'
import { auditConfig } from './audit.config.js'
import { AuditMetrics } from './audit.metrics.js'
import { AuditLog } from './audit-log.service.js'

@Global()
@Module({ providers: [AuditLog, AuditMetrics], exports: [AuditLog] })
export class AuditModule {
  constructor(
    retention: Retention,
    @Inject(auditConfig.KEY) { AUDIT_RETENTION_DAYS: days }: ConfigType<typeof auditConfig>
  ) {
    if (days > 0) retention.registerByAge({ table: 'audit_events', column: 'at', days })
  }
}
