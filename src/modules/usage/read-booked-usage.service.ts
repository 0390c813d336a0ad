import { Injectable } from '@nestjs/common'
import { entriesBefore, toPage } from '#core/http/dto/paging.js'
import { UsageRepository } from '#modules/billing/usage.repository.js'
import { toUsageGroup, type BookedUsage } from './booked-usage.js'
import { toUsageFilter, type UsageQuery } from './usage.query.js'

/** Anyone's usage, as it reconciles with the provider's bill. */
@Injectable()
export class ReadBookedUsage {
  constructor(private readonly usage: UsageRepository) {}

  async execute(query: UsageQuery): Promise<BookedUsage> {
    const filter = toUsageFilter(query, new Date())
    const slice = { offset: entriesBefore(query), limit: query.limit }
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
