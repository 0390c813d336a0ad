import { Controller, Get, Query } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { listOf, type Page } from '#core/http/dto/paging.dto.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { auditErrors, auditExamples } from './audit-examples.js'
import { AuditReport } from './dto/audit-event.dto.js'
import { AuditQuery } from './dto/audit-query.dto.js'
import { ReadAuditService } from './read-audit.service.js'

@Controller({ path: 'admin/audit', version: '1' })
export class AuditController {
  constructor(private readonly events: ReadAuditService) {}

  @ApiRoute({
    id: 'readAudit',
    tag: 'admin',
    summary: 'Who did what',
    description:
      'Audit events, newest first. Reading them is an event too; give `to` to page through a list that stays as it is.'
  })
  @ApiSuccess(200, {
    description: 'The events.',
    type: enveloped(listOf(AuditReport)),
    examples: auditExamples
  })
  @ApiErrors(...auditErrors)
  @Get()
  @Scopes('admin')
  read(
    @CurrentPrincipal() principal: Principal,
    @Query() query: AuditQuery
  ): Promise<Page<AuditReport>> {
    return this.events.execute(principal, query)
  }
}
