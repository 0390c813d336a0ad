import { Controller, Get, Query } from '@nestjs/common'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { UsageQueryDto } from './dto/usage-query.dto.js'
import { UsageReportDto } from './dto/usage-report.dto.js'
import { ReadUsageReportService } from './read-usage-report.service.js'
import { usageReportErrors } from './usage-errors.js'

@Controller({ path: 'admin/usage', version: '1' })
export class UsageAdminController {
  constructor(private readonly usage: ReadUsageReportService) {}

  @ApiRoute({
    id: 'readAllUsage',
    tag: 'admin',
    summary: 'Report the usage of all owners',
    description:
      'All ledger entries of whole days (UTC), by default the current month; a time within a day stands for the day. They are grouped by owner, model or day. The cost charged to owners and the cost borne by the service add up to the provider’s invoice. Owners and models are sorted by cost, the most expensive first; days are in chronological order. Needs the scope `admin`.'
  })
  @ApiSuccess(200, { description: 'The usage.', type: UsageReportDto })
  @ApiErrors(...usageReportErrors)
  @Get()
  @Scopes('admin')
  read(@Query() query: UsageQueryDto): Promise<UsageReportDto> {
    return this.usage.execute(query)
  }
}
