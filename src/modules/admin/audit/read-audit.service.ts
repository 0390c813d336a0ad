import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { offsetOf, toPage, type Page } from '#core/http/dto/paging.dto.js'
import { toAuditReport, type AuditReport } from './dto/audit-event.dto.js'
import { toAuditFilter, type AuditQuery } from './dto/audit-query.dto.js'
import { AuditRepository } from './audit.repository.js'

/** Who did what. Whoever looks is seen looking. */
@Injectable()
export class ReadAuditService {
  constructor(
    private readonly database: Database,
    private readonly events: AuditRepository,
    private readonly audit: AuditLog
  ) {}

  execute({ owner }: Principal, query: AuditQuery): Promise<Page<AuditReport>> {
    return this.database.transaction(async transaction => {
      const slice = { offset: offsetOf(query), limit: query.limit }
      const filter = toAuditFilter(query)
      const { events, total } = await this.events.find(transaction, filter, slice)
      await this.audit.append(transaction, {
        action: 'audit_read',
        owner: query.owner ?? owner,
        target: 'audit_events',
        details: { ...filter, page: query.page, limit: query.limit, results: events.length }
      })
      return toPage(events.map(toAuditReport), total, query)
    })
  }
}
