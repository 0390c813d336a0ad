import { Inject, Module, type DynamicModule } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Retention } from '#core/database/retention.js'
import { auditConfig } from './audit.config.js'
import { AuditMetrics } from './audit.metrics.js'
import { AuditLog, type AuditActions } from './audit-log.service.js'

const auditActions = Symbol('audit actions')

@Module({})
export class AuditModule {
  /** The metric of each action starts at zero. */
  static forRoot(actions: AuditActions): DynamicModule {
    return {
      module: AuditModule,
      global: true,
      providers: [AuditLog, AuditMetrics, { provide: auditActions, useValue: actions }],
      exports: [AuditLog]
    }
  }

  constructor(
    { events }: AuditMetrics,
    @Inject(auditActions) actions: AuditActions,
    retention: Retention,
    @Inject(auditConfig.KEY) { AUDIT_RETENTION_DAYS: days }: ConfigType<typeof auditConfig>
  ) {
    for (const action of Object.keys(actions)) events.inc({ action }, 0)
    // Also without an age: the same function makes the partitions of the next months.
    retention.registerAppendOnly('audit_events', days > 0 ? days : undefined)
  }
}
