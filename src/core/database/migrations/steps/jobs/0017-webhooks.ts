import { sql, type Kysely } from 'kysely'
import { queueSchema } from './0016-jobs.js'

/** Webhooks with their delivery logs, and the queue that delivers them for a day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const day = 86_400

/** The delays double from 5 seconds to two hours, with jitter: about a day in total. */
const queue = {
  policy: 'standard',
  retryLimit: 25,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 7200,
  expireInSeconds: 180,
  retentionSeconds: 30 * day,
  deleteAfterSeconds: day
}

const statements = [
  `SELECT ${queueSchema}.create_queue('webhooks', '${JSON.stringify(queue)}'::jsonb)`,
  `ALTER TABLE jobs ADD COLUMN callback_url text`,
  `CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    type text NOT NULL,
    url text NOT NULL,
    payload text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    attempts jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX webhooks_of_owner ON webhooks (owner, created_at, id) INCLUDE (state)`,
  `CREATE INDEX webhooks_by_age ON webhooks (created_at)`
]

export const minCompatibleVersion = '0004-usage-of-before'
