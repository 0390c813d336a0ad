import { Injectable } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { isBigInteger, isTime } from '#core/http/dto/cursor.js'
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
      const slice = query.toSlice(isTime, isBigInteger)
      const filter = query.toFilter()
      const { results, ...rest } = await this.events.find(transaction, filter, slice)
      await this.audit.append(transaction, {
        action: 'audit_read',
        owner: query.owner ?? owner,
        target: 'audit_events',
        details: { ...filter, page: slice.page, limit: slice.limit, results: results.length }
      })
      const events = results.map(event => AuditEventDto.from(event))
      return query.toPage(slice, { ...rest, results: events })
    })
  }
}
