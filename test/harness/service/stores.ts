import { randomBytes } from 'node:crypto'
import { appendFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { Client, Pool } from 'pg'

export interface TestDatabase {
  readonly url: string
  /** Also ends open connections. */
  drop(): Promise<void>
}

export interface TestDatabaseOptions {
  /** The name of a database on the same server to copy; it must have no connections. */
  readonly template?: string
}

/** A new database on the PostgreSQL of this run, empty unless it is made from a template. */
export async function createTestDatabase({
  template = 'template1'
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = fromRun('TEST_DATABASE_URL')
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(server, `CREATE DATABASE ${name} TEMPLATE "${template}" STRATEGY FILE_COPY`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
}

/**
 * A numbered database on the Redis of this run, unused so far; numbers repeat only after all are
 * taken.
 */
export function testRedisUrl(): string {
  const worker = process.env['VITEST_POOL_ID'] ?? '1'
  // Database 0 is the default of clients, so it is not given out.
  const share = Math.floor(
    (Number(fromRun('TEST_REDIS_DATABASES')) - 1) / Number(fromRun('TEST_WORKERS'))
  )
  if (share < 1) throw new Error('the Redis has fewer databases than there are test processes')
  const url = new URL(fromRun('TEST_REDIS_URL'))
  url.pathname = `/${1 + (Number(worker) - 1) * share + (nextOf(worker) % share)}`
  return url.href
}

/** Removes all keys of that database, and of no other. */
export async function emptyRedis(url: string): Promise<void> {
  const redis = new Redis(url)
  try {
    await redis.flushdb()
  } finally {
    redis.disconnect()
  }
}

/** A pool that survives the end of its server, and of its database while its connections close. */
export function openPool(connectionString: string, max: number): Pool {
  const pool = new Pool({ connectionString, max })
  pool.on('connect', client => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  return pool
}

/** Counts for a test process; in a file, since each spec file begins with modules of its own. */
function nextOf(worker: string): number {
  const file = join(fromRun('TEST_COUNTERS'), worker)
  appendFileSync(file, '.')
  return statSync(file).size - 1
}

async function administer(connectionString: string, statement: string): Promise<void> {
  const session = new Client({ connectionString })
  await session.connect()
  try {
    await session.query(statement)
  } finally {
    await session.end()
  }
}

function fromRun(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: only specs under test/ are given stores`)
  return value
}
