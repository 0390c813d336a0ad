import type { Migration } from 'kysely/migration'
import * as firstTables from './0001-first-tables.js'

/** Every migration by its name, in order. One that has been released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables
}
