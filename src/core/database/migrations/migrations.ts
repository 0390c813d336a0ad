import type { Migration } from 'kysely/migration'
import * as firstTables from './0001-first-tables.js'
import * as whatOlderCodeNeeds from './0002-what-older-code-needs.js'
import * as usageByDay from './0003-usage-by-day.js'
import * as usageOfBefore from './0004-usage-of-before.js'

/** One step of the schema. */
export interface SchemaStep {
  readonly up: Migration['up']
  /** Indexes by name that are built before the step, outside its transaction: writers go on. */
  readonly concurrently?: Readonly<Record<string, string>>
  /**
   * The newest step that code must know to work on beside this one; code that knows less is refused.
   * Without it, so is all code that does not know this step. Decision 0016 says when it may be given.
   */
  readonly minCompatibleVersion?: string
}

export type SchemaSteps = Readonly<Record<string, SchemaStep>>

/** Every step by its name, in order. One that has been released is never changed. */
export const schemaSteps: SchemaSteps = {
  '0001-first-tables': firstTables,
  '0002-what-older-code-needs': whatOlderCodeNeeds,
  '0003-usage-by-day': usageByDay,
  '0004-usage-of-before': usageOfBefore
}
