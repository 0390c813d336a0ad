import { sql, type Kysely } from 'kysely'

/** The schema of pg-boss. grant-service-role.ts gives the service its rights there. */
export const queueSchema = 'jiraiya_jobs'

/** Jobs with their batches, and the queue that runs them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { getConstructionPlans } = await import('pg-boss')
  await sql.raw(withoutTransaction(getConstructionPlans(queueSchema))).execute(db)
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** The plans begin and commit a transaction of their own, but a migration has one already. */
function withoutTransaction(plans: string): string {
  return plans.replace(/^\s*BEGIN;/, '').replace(/COMMIT;\s*$/, '')
}

const day = 86_400

/**
 * pg-boss accepts a heartbeat of ten seconds or more from its callers. Six let a job of a killed process start again
 * within ten.
 */
const queues = {
  'stories-dead': { policy: 'standard', retentionSeconds: 365 * day, deleteAfterSeconds: day },
  stories: {
    policy: 'standard',
    deadLetter: 'stories-dead',
    heartbeatSeconds: 6,
    retryLimit: 8,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 60,
    retentionSeconds: 365 * day,
    deleteAfterSeconds: day
  }
}

const statements = [
  ...Object.entries(queues).map(
    ([name, options]) =>
      `SELECT ${queueSchema}.create_queue('${name}', '${JSON.stringify(options)}'::jsonb)`
  ),

  `CREATE TABLE batches (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    size integer NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX batches_of_owner ON batches (owner, created_at, id)`,
  `CREATE INDEX batches_by_age ON batches (created_at)`,

  `CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    batch_id uuid REFERENCES batches ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'queued'
      CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    rank smallint NOT NULL,
    position bigint NOT NULL,
    caller jsonb NOT NULL,
    request jsonb NOT NULL,
    bypass_cache boolean NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    story_id uuid,
    error jsonb,
    request_id text NOT NULL,
    correlation_id text NOT NULL,
    start_after timestamptz(3) NOT NULL,
    deadline timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    started_at timestamptz(3),
    finished_at timestamptz(3)
  )`,
  `CREATE INDEX jobs_of_owner ON jobs (owner, created_at, id) INCLUDE (state)`,
  `CREATE INDEX jobs_of_batch ON jobs (batch_id, created_at, id) WHERE batch_id IS NOT NULL`,
  `CREATE INDEX jobs_by_age ON jobs (created_at, id)`,
  `CREATE INDEX jobs_waiting ON jobs (position) WHERE state = 'queued'`,
  `CREATE INDEX jobs_waiting_of_owner ON jobs (owner, rank) WHERE state = 'queued'`,
  `CREATE INDEX jobs_running ON jobs (started_at) WHERE state = 'running'`
]

export const minCompatibleVersion = '0004-usage-of-before'
