import { Controller, Get, Query, UseInterceptors } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { listOf, type Page } from '#core/http/dto/paging.js'
import { Answer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { auditErrors, auditExamples } from './audit-examples.js'
import { AuditReport } from './audit-report.js'
import { AuditQuery } from './audit.query.js'
import { ReadAudit } from './read-audit.service.js'

@Controller({ path: 'admin/audit', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class AuditController {
  constructor(private readonly events: ReadAudit) {}

  @Operation({
    id: 'readAudit',
    tag: 'admin',
    summary: 'Who did what',
    description:
      'Audit events, newest first. Reading them is an event too; give `to` to page through a list that stays as it is.'
  })
  @Answer(200, {
    about: 'The events.',
    type: enveloped(listOf(AuditReport)),
    examples: auditExamples
  })
  @Answers(...auditErrors)
  @Get()
  @Scopes('admin')
  read(@CurrentCaller() caller: Caller, @Query() query: AuditQuery): Promise<Page<AuditReport>> {
    return this.events.execute(caller, query)
  }
}
