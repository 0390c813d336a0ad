import { Client } from 'pg'
import { ms, say, sayLoad, table } from '../load/print.ts'
import { startEnvironment, type BenchEnvironment } from '../measured/environment.ts'
import { service, startMeasured } from '../measured/measured-process.ts'
import { words } from './call.ts'
import { growthSettings } from './callers.ts'
import { DatabaseWatch, watchSettings } from './database-watch.ts'
import { fill } from './fill.ts'
import { measureRoute, type RouteResult } from './measure-route.ts'
import { newDay, type Wave } from './new-day.ts'
import { routesOf } from './routes.ts'

/** Of a request, in milliseconds. */
const maxDatabaseMs = 50
const newDayModelMs = 1000

/**
 * Fills a durable PostgreSQL with a million ledger entries, 200,000 stories and a million audit events of
 * 1,000 owners, then makes a generation for each owner at once on a new day, and calls every route.
 *
 * @param share of these numbers, from 0.1 to 1
 * @returns whether no generation of the new day was refused, and every route took at most 50 ms in PostgreSQL
 */
export async function growth(share = 1): Promise<boolean> {
  // The fill would cause a checkpoint every 256 MB.
  const environment = await startEnvironment({ ...watchSettings, max_wal_size: '4GB' })
  const database = new Client({ connectionString: environment.databaseUrl })
  try {
    await database.connect()
    await prepare(environment, database, share)
    const waves = await newDay(await settingsOf(environment, newDayModelMs), database)
    showWaves(waves)
    sayLoad()
    const results = await callAll(environment, database, share)
    show(results)
    const areFast = results.every(({ databaseMs }) => databaseMs <= maxDatabaseMs)
    return areFast && waves.every(({ faults }) => Object.keys(faults).length === 0)
  } finally {
    await database.end()
    await environment.close()
  }
}

async function settingsOf(environment: BenchEnvironment, delayMs: number) {
  return { ...(await environment.settingsFor({ words, delayMs, everyMs: 1 })), ...growthSettings }
}

/** The service creates the schema. */
async function prepare(
  environment: BenchEnvironment,
  database: Client,
  share: number
): Promise<void> {
  const measured = await startMeasured(service, await settingsOf(environment, 0))
  await measured.stop()
  await fill(database, share)
}

async function callAll(
  environment: BenchEnvironment,
  database: Client,
  share: number
): Promise<readonly RouteResult[]> {
  const watch = await DatabaseWatch.open(database)
  const measured = await startMeasured(service, await settingsOf(environment, 0))
  try {
    const results: RouteResult[] = []
    for (const route of await routesOf(measured.url, database, share)) {
      const result = await measureRoute(measured.url, route, watch)
      say(`${result.name}: ${ms(result.databaseMs)} ms`)
      results.push(result)
    }
    return results
  } finally {
    await measured.stop()
  }
}

function show(results: readonly RouteResult[]): void {
  const head = [
    'route',
    'database p50 ms',
    'least',
    'statements',
    'rows read',
    'request p50 ms',
    'max'
  ]
  const rows = results.map(of => [
    of.databaseMs > maxDatabaseMs ? `**${of.name}**` : of.name,
    ms(of.databaseMs),
    ms(of.databaseLeastMs),
    String(of.statements),
    of.rowsRead === undefined ? '' : String(of.rowsRead),
    ms(of.p50Ms),
    ms(of.maxMs)
  ])
  say(table(head, rows))
  say(
    `PostgreSQL with fsync=on, 128 MB of shared buffers, pg_stat_statements; budgets of each owner by day
and month, and of all by day; cache on; log level info.`
  )
  sayLoad()
}

function showWaves(waves: readonly Wave[]): void {
  const head = ['1,000 owners at once', 'stories', 'p50 ms', 'p90', 'p99', 'max', 'refused']
  const rows = waves.map(({ name, storiesMs, faults }) => {
    const at = (share: number): string =>
      ms(storiesMs[Math.min(Math.floor(storiesMs.length * share), storiesMs.length - 1)] ?? 0)
    const refused = Object.entries(faults).map(([fault, count]) => `${count} ${fault}`)
    const latencies = [0.5, 0.9, 0.99, 1].map(at)
    return [name, String(storiesMs.length), ...latencies, refused.join(', ') || '0']
  })
  say(table(head, rows))
}
