import { Injectable } from '@nestjs/common'
import { UsageRepository } from '#modules/billing/usage.repository.js'
import { toUsageGroup, type UsageReportDto } from './dto/usage-report.dto.js'
import type { UsageQueryDto } from './dto/usage-query.dto.js'

/** The usage of all owners; it reconciles with the provider's invoice. */
@Injectable()
export class ReadUsageReportService {
  constructor(private readonly usage: UsageRepository) {}

  async execute(query: UsageQueryDto): Promise<UsageReportDto> {
    const filter = query.toFilter(new Date())
    const slice = { offset: query.offset, limit: query.limit }
    const { totals, groups, rows } = await this.usage.booked(filter, query.groupBy, slice)
    const results = rows.map(row => toUsageGroup(row, query.groupBy))
    const { from, to } = filter
    return {
      ...query.toPage(results, groups),
      from: from.toISOString(),
      to: to.toISOString(),
      totals
    }
  }
}
