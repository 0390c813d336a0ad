import { sql, type Kysely } from 'kysely'

/** Indexes in the orders of the lists, with the columns of their filters, so that a filter reads no story. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX stories_of_owner_by_time, stories_of_owner_by_title,
    stories_of_owner_by_length`.execute(db)
}

const filters = 'genre, tone, audience, language'

export const concurrently: Readonly<Record<string, string>> = {
  stories_listed_by_time: `ON stories (owner, created_at, id) INCLUDE (${filters})`,
  stories_listed_by_title: `ON stories (owner, title, id) INCLUDE (${filters}, created_at)`,
  stories_listed_by_length: `ON stories (owner, word_count, id) INCLUDE (${filters}, created_at)`
}

export const minCompatibleVersion = '0004-usage-of-before'
