import { Module } from '@nestjs/common'
import { AuditController } from './audit.controller.js'
import { AuditRepository } from './audit.repository.js'
import { ReadAuditService } from './read-audit.service.js'

/** The admin's view of audit events. */
@Module({ controllers: [AuditController], providers: [AuditRepository, ReadAuditService] })
export class AuditAdminModule {}
