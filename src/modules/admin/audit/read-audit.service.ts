import { Injectable } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { AuditLog } from '#core/audit/audit-log.js'
import { Database } from '#core/database/database.js'
import { entriesBefore, toPage, type Page } from '#core/http/dto/paging.js'
import { toAuditReport, type AuditReport } from './audit-report.js'
import { toAuditFilter, type AuditQuery } from './audit.query.js'
import { AuditRepository } from './audit.repository.js'

/** Who did what. Whoever looks is seen looking. */
@Injectable()
export class ReadAudit {
  constructor(
    private readonly database: Database,
    private readonly events: AuditRepository,
    private readonly audit: AuditLog
  ) {}

  execute({ owner }: Caller, query: AuditQuery): Promise<Page<AuditReport>> {
    return this.database.transaction(async transaction => {
      const slice = { offset: entriesBefore(query), limit: query.limit }
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
