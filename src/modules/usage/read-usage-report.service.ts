import { Injectable } from '@nestjs/common'
import { offsetOf, toPage } from '#core/http/dto/paging.dto.js'
import { UsageRepository } from '#modules/billing/usage.repository.js'
import { toUsageGroup, type UsageReport } from './dto/usage-report.dto.js'
import { toUsageFilter, type UsageQuery } from './dto/usage-query.dto.js'

/** Anyone's usage, as it reconciles with the provider's bill. */
@Injectable()
export class ReadUsageReportService {
  constructor(private readonly usage: UsageRepository) {}

  async execute(query: UsageQuery): Promise<UsageReport> {
    const filter = toUsageFilter(query, new Date())
    const slice = { offset: offsetOf(query), limit: query.limit }
    const { totals, groups, rows } = await this.usage.booked(filter, query.groupBy, slice)
    const results = rows.map(row => toUsageGroup(row, query.groupBy))
    const { from, to } = filter
    return {
      ...toPage(results, groups, query),
      from: from.toISOString(),
      to: to.toISOString(),
      totals
    }
  }
}
