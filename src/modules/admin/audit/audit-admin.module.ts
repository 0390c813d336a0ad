import { Module } from '@nestjs/common'
import { AuditController } from './audit.controller.js'
import { AuditRepository } from './audit.repository.js'
import { ReadAudit } from './read-audit.service.js'

/** The admin's view of audit events. */
@Module({ controllers: [AuditController], providers: [AuditRepository, ReadAudit] })
export class AuditAdminModule {}
