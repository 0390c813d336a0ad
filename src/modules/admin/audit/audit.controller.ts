import { Controller, Get, Query } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { listOf, type Page } from '#core/http/dto/paging.dto.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import { AuditEventDto } from './dto/audit-event.dto.js'
import { AuditQueryDto } from './dto/audit-query.dto.js'
import { ReadAuditService } from './read-audit.service.js'

@Controller({ path: 'admin/audit', version: '1' })
export class AuditController {
  constructor(private readonly events: ReadAuditService) {}

  @ApiRoute({
    id: 'readAudit',
    tag: 'admin',
    summary: 'List audit events',
    description:
      'Newest first. Reading the events adds an event: page by `cursor`, or set `to`, so that the pages do not shift. Needs the scope `admin`.'
  })
  @ApiSuccess(200, { description: 'The events.', type: listOf(AuditEventDto) })
  @ApiErrors(
    new ValidationFailed([{ field: 'action', messages: ['must be 1 to 50 of a-z and _'] }]),
    ...closedRouteErrors('Required: scope admin')
  )
  @Get()
  @Scopes('admin')
  read(
    @CurrentPrincipal() principal: Principal,
    @Query() query: AuditQueryDto
  ): Promise<Page<AuditEventDto>> {
    return this.events.execute(principal, query)
  }
}
