import type { Migration } from 'kysely/migration'
import * as firstTables from './steps/0001-first-tables.js'
import * as whatOlderCodeNeeds from './steps/0002-what-older-code-needs.js'
import * as usageByDay from './steps/0003-usage-by-day.js'
import * as usageOfBefore from './steps/0004-usage-of-before.js'
import * as listOrders from './steps/0005-list-orders.js'
import * as appendOnly from './steps/0006-append-only.js'
import * as whatStoriesLack from './steps/0007-what-stories-lack.js'
import * as budgetUse from './steps/0008-budget-use.js'
import * as usageByMonth from './steps/0009-usage-by-month.js'
import * as usageByMonthOfBefore from './steps/0010-usage-by-month-of-before.js'
import * as filteredLists from './steps/0011-filtered-lists.js'
import * as storyChecks from './steps/0012-story-checks.js'
import * as keywordsUnconfirmed from './steps/0013-keywords-unconfirmed.js'
import * as storyIndicators from './steps/0014-story-indicators.js'
import * as auditPartitions from './steps/partitions/0015-audit-partitions.js'
import * as jobs from './steps/jobs/0016-jobs.js'
import * as webhooks from './steps/jobs/0017-webhooks.js'
import * as revisions from './steps/revisions/0018-revisions.js'
import * as storiesByParent from './steps/revisions/0019-stories-by-parent.js'
import * as books from './steps/books/0020-books.js'

/** A migration of the schema. */
export interface SchemaStep {
  readonly up: Migration['up']
  /** Indexes by name. They are built before the migration, outside its transaction, without blocking. */
  readonly concurrently?: Readonly<Record<string, string>>
  /** Runs before the migration, outside its transaction; again after one that failed. */
  readonly prepare?: Migration['up']
  /**
   * The newest migration that older code must know to be compatible with this one. Without it, no older
   * code is compatible. Decision 0016 describes when it may be set.
   */
  readonly minCompatibleVersion?: string
}

export type SchemaSteps = Readonly<Record<string, SchemaStep>>

/** All migrations by name, in order. A released migration is never changed. */
export const schemaSteps: SchemaSteps = {
  '0001-first-tables': firstTables,
  '0002-what-older-code-needs': whatOlderCodeNeeds,
  '0003-usage-by-day': usageByDay,
  '0004-usage-of-before': usageOfBefore,
  '0005-list-orders': listOrders,
  '0006-append-only': appendOnly,
  '0007-what-stories-lack': whatStoriesLack,
  '0008-budget-use': budgetUse,
  '0009-usage-by-month': usageByMonth,
  '0010-usage-by-month-of-before': usageByMonthOfBefore,
  '0011-filtered-lists': filteredLists,
  '0012-story-checks': storyChecks,
  '0013-keywords-unconfirmed': keywordsUnconfirmed,
  '0014-story-indicators': storyIndicators,
  '0015-audit-partitions': auditPartitions,
  '0016-jobs': jobs,
  '0017-webhooks': webhooks,
  '0018-revisions': revisions,
  '0019-stories-by-parent': storiesByParent,
  '0020-books': books
}
