import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Schema } from '#core/database/schema.js'
import { queueSchema } from './steps/jobs/0016-jobs.js'

/** The role that the service runs as. */
export interface ServiceRole {
  readonly name: string
  /** With it a missing role is created. */
  readonly password?: string | undefined
}

/** Rights on tables that the service may not change freely; it has all rights on the rows of the others. */
const restricted: Readonly<Record<string, string>> = {
  ledger_entries: 'SELECT, INSERT',
  audit_events: 'SELECT, INSERT',
  usage_by_day: 'SELECT',
  usage_by_month: 'SELECT',
  usage_of_all: 'SELECT',
  append_only_tables: 'SELECT',
  schema_steps: 'SELECT',
  kysely_migration: 'SELECT',
  kysely_migration_lock: 'SELECT'
}
const unrestricted = 'SELECT, INSERT, UPDATE, DELETE'

/**
 * Gives a role the rights that the service needs on all tables and functions of the session's role and on the tables
 * of the job queue, and no others. Without effect if both roles are the same.
 */
export async function grantServiceRole(database: Kysely<Schema>, role: ServiceRole): Promise<void> {
  await database.transaction().execute(async transaction => {
    const { rows } = await sql<{ readonly is_owner: boolean; readonly exists: boolean }>`
      SELECT current_user = ${role.name} AS is_owner,
        EXISTS (SELECT 1 FROM pg_roles WHERE rolname = ${role.name}) AS exists`.execute(transaction)
    if (rows[0]?.is_owner === true) return
    if (rows[0]?.exists !== true) await createRole(transaction, role)
    for (const statement of await grants(transaction, role.name)) {
      await sql.raw(statement).execute(transaction)
    }
  })
}

async function createRole(
  transaction: Transaction<Schema>,
  { name, password }: ServiceRole
): Promise<void> {
  const login = password === undefined ? 'NOLOGIN' : `LOGIN PASSWORD '${scramVerifier(password)}'`
  await sql`CREATE ROLE ${sql.id(name)} ${sql.raw(login)}`.execute(transaction)
}

interface Owned {
  readonly kind: 'SCHEMA' | 'TABLE' | 'FUNCTION'
  readonly name: string
  /** The quoted name. */
  readonly target: string
  readonly grantee: string
}

/** They run in one transaction, so that a running service has all its rights at any time. */
async function grants(transaction: Transaction<Schema>, role: string): Promise<readonly string[]> {
  const { rows } = await sql<Owned>`
    WITH owned AS (
      SELECT 'SCHEMA' AS kind, nspname::text AS name, quote_ident(nspname) AS target
      FROM pg_namespace WHERE nspname IN (current_schema(), ${queueSchema})
      UNION ALL
      SELECT 'TABLE', relname, oid::regclass::text FROM pg_class
      WHERE relkind IN ('r', 'p') AND relnamespace = to_regnamespace(${queueSchema})
      UNION ALL
      SELECT 'TABLE', relname, oid::regclass::text FROM pg_class
      WHERE relkind IN ('r', 'p') AND NOT relispartition
        AND relnamespace = current_schema()::regnamespace
        AND pg_get_userbyid(relowner) = current_user
      UNION ALL
      SELECT 'FUNCTION', proname, oid::regprocedure::text FROM pg_proc
      WHERE prosecdef AND prorettype <> 'trigger'::regtype
        AND pronamespace = current_schema()::regnamespace
        AND pg_get_userbyid(proowner) = current_user
    )
    SELECT owned.*, quote_ident(${role}) AS grantee FROM owned`.execute(transaction)
  return rows.flatMap(({ kind, name, target, grantee }) => [
    `REVOKE ALL ON ${kind} ${target} FROM ${grantee}`,
    `GRANT ${rightsOn(kind, name)} ON ${kind} ${target} TO ${grantee}`
  ])
}

function rightsOn(kind: Owned['kind'], name: string): string {
  if (kind === 'TABLE') return restricted[name] ?? unrestricted
  return kind === 'SCHEMA' ? 'USAGE' : 'EXECUTE'
}

/** The password as PostgreSQL stores it (RFC 5803), so that no log of the server contains it. */
function scramVerifier(password: string): string {
  const iterations = 4096
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256')
  const keyOf = (name: string): Buffer => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const server = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`
}
