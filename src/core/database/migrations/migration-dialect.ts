import { PostgresAdapter, PostgresDialect } from 'kysely'

/**
 * Kysely's lock belongs to a session, which a pooler may give to another client. The lock of
 * migration-lock.ts replaces it.
 */
class AdapterWithoutLock extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve()
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve()
  }
}

/** PostgreSQL for migrations, also behind a pooler. */
export class MigrationDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new AdapterWithoutLock()
  }
}
