import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import type { Page } from '#core/http/dto/paging.dto.js'
import { AuditEventDto } from './dto/audit-event.dto.js'
import type { AuditQueryDto } from './dto/audit-query.dto.js'
import { AuditRepository } from './audit.repository.js'

/** Lists audit events. Reading them is an audit event too. */
@Injectable()
export class ReadAuditService {
  constructor(
    private readonly database: Database,
    private readonly events: AuditRepository,
    private readonly audit: AuditLog
  ) {}

  execute({ owner }: Principal, query: AuditQueryDto): Promise<Page<AuditEventDto>> {
    return this.database.transaction(async transaction => {
      const slice = { offset: query.offset, limit: query.limit }
      const filter = query.toFilter()
      const { events, total } = await this.events.find(transaction, filter, slice)
      await this.audit.append(transaction, {
        action: 'audit_read',
        owner: query.owner ?? owner,
        target: 'audit_events',
        details: { ...filter, page: query.page, limit: query.limit, results: events.length }
      })
      return query.toPage(
        events.map(event => AuditEventDto.from(event)),
        total
      )
    })
  }
}
