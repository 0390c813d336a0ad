import { sql, type Kysely } from 'kysely'

/** Books and their sections. Each step of a book is a job. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `ALTER TABLE jobs ADD COLUMN kind text NOT NULL DEFAULT 'story' CHECK (kind IN ('story', 'book'))`,

  `CREATE TABLE books (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'completed')),
    caller jsonb NOT NULL,
    request jsonb NOT NULL,
    plan jsonb,
    contradictions jsonb NOT NULL DEFAULT '[]',
    plan_cost_usd double precision NOT NULL DEFAULT 0,
    job_id uuid,
    request_id text NOT NULL,
    correlation_id text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX books_of_owner ON books (owner, created_at, id)`,
  `CREATE INDEX books_of_job ON books (job_id) WHERE job_id IS NOT NULL`,
  `CREATE INDEX books_by_age ON books (created_at)`,

  `CREATE TABLE book_sections (
    book_id uuid NOT NULL REFERENCES books ON DELETE CASCADE,
    number smallint NOT NULL,
    job_id uuid NOT NULL UNIQUE,
    story_id uuid NOT NULL,
    title text NOT NULL,
    content text NOT NULL,
    count integer NOT NULL,
    parts smallint NOT NULL,
    edited boolean NOT NULL DEFAULT false,
    model text NOT NULL,
    prompt_version text NOT NULL,
    cost_usd double precision NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (book_id, number)
  )`
]

export const minCompatibleVersion = '0004-usage-of-before'
