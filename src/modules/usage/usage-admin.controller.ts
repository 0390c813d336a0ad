import { Controller, Get, Query, UseInterceptors } from '@nestjs/common'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { UsageReport } from './dto/usage-report.dto.js'
import { ReadUsageReportService } from './read-usage-report.service.js'
import { bookedUsageErrors, bookedUsageExamples } from './usage-examples.js'
import { UsageQuery } from './dto/usage-query.dto.js'

@Controller({ path: 'admin/usage', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class UsageAdminController {
  constructor(private readonly usage: ReadUsageReportService) {}

  @ApiRoute({
    id: 'readAllUsage',
    tag: 'admin',
    summary: 'Anyone’s usage, by owner, model or day',
    description:
      'Everything in the ledger by whole days (UTC), this month unless told otherwise; a time within a day stands for the day: what owners were charged and what the service paid itself, which together reconcile with the provider’s bill. Owners and models come with the dearest first, days in their order.'
  })
  @ApiSuccess(200, {
    description: 'The usage.',
    type: enveloped(UsageReport),
    examples: bookedUsageExamples
  })
  @ApiErrors(...bookedUsageErrors)
  @Get()
  @Scopes('admin')
  read(@Query() query: UsageQuery): Promise<UsageReport> {
    return this.usage.execute(query)
  }
}
