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
    const slice = query.toGroupSlice()
    const { totals, groups } = await this.usage.booked(filter, query.groupBy, slice)
    const results = groups.results.map(row => toUsageGroup(row, query.groupBy))
    const { from, to } = filter
    return {
      ...query.toPage(slice, { ...groups, results }),
      from: from.toISOString(),
      to: to.toISOString(),
      totals
    }
  }
}
