import { Client } from 'pg'
import { say, sayLoad, table } from '../load/print.ts'
import { generate } from '../load/requests.ts'
import { faultWords, send } from '../load/send.ts'
import { startEnvironment, type BenchEnvironment, type Settings } from '../measured/environment.ts'
import { bare, service, startMeasured } from '../measured/measured-process.ts'
import { startLedgerProcess, type LedgerProcess } from './loop.ts'

const words = 420
const modelMs = 400
const warmUpSeconds = 5
const most = { nodeUs: 150, postgresUs: 250 }
const budgets: Settings = {
  BUDGET_DAILY_USD: '100000',
  BUDGET_MONTHLY_USD: '1000000',
  BUDGET_GLOBAL_DAILY_USD: '10000000'
}

/** CPU of a story, in microseconds. */
interface Cost {
  readonly what: string
  readonly perSecond: number
  readonly failed: string
  readonly nodeUs: number
  readonly postgresUs: number
  /** Concurrent stories share COMMITs, so a higher rate costs less a story. */
  readonly commits: number
}

/**
 * The CPU of the ledger alone: stories that only reserve and settle, minus the same loop without the
 * ledger, on a durable PostgreSQL. Beside it, at the same rate, the whole service and a bare handler, by
 * which machines can be compared.
 *
 * @returns whether the ledger takes at most 150 us of Node and 250 us of PostgreSQL a story
 */
export async function ledger(perSecond = 200, seconds = 20): Promise<boolean> {
  const environment = await startEnvironment()
  try {
    const settings = await environment.settingsFor({ words, delayMs: modelMs })
    const rate = { perSecond, seconds }
    const plain = await costOfLedger(environment, settings, rate)
    const limited = await costOfLedger(environment, { ...settings, ...budgets }, rate)
    const baseline = await costOfRequests(environment, settings, { ...rate, script: bare })
    const whole = await costOfRequests(environment, settings, { ...rate, script: service })
    const costs = [
      { ...plain, what: 'ledger, no budget' },
      { ...limited, what: 'ledger, three budgets' },
      { ...whole, what: 'the service' },
      { ...baseline, what: 'bare handler' }
    ]
    show(costs, baseline.nodeUs)
    return [plain, limited].every(
      ({ nodeUs, postgresUs }) => nodeUs <= most.nodeUs && postgresUs <= most.postgresUs
    )
  } finally {
    await environment.close()
  }
}

interface Rate {
  readonly perSecond: number
  readonly seconds: number
}

async function costOfLedger(
  environment: BenchEnvironment,
  settings: Settings,
  rate: Rate
): Promise<Omit<Cost, 'what'>> {
  const process = await startLedgerProcess(settings)
  try {
    await process.run({ ...rate, seconds: warmUpSeconds, modelMs, withLedger: true })
    const without = await runLoop(environment, process, rate, false)
    const booked = await runLoop(environment, process, rate, true)
    return {
      perSecond: booked.perSecond,
      failed: booked.failed,
      nodeUs: booked.nodeUs - without.nodeUs,
      postgresUs: booked.postgresUs - without.postgresUs,
      commits: booked.commits - without.commits
    }
  } finally {
    await process.stop()
  }
}

async function runLoop(
  environment: BenchEnvironment,
  process: LedgerProcess,
  rate: Rate,
  withLedger: boolean
): Promise<Omit<Cost, 'what'>> {
  const beganAtMs = performance.now()
  const before = await postgresWork(environment)
  const { stories, failed, cpuMs } = await process.run({ ...rate, modelMs, withLedger })
  const after = await postgresWork(environment)
  return {
    perSecond: (stories * 1000) / (performance.now() - beganAtMs),
    failed: String(failed),
    nodeUs: (cpuMs * 1000) / stories,
    postgresUs: ((after.cpuMs - before.cpuMs) * 1000) / stories,
    commits: (after.commits - before.commits) / stories
  }
}

async function postgresWork(environment: BenchEnvironment) {
  const client = new Client({ connectionString: environment.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ commits: string }>(
    'SELECT sum(xact_commit) AS commits FROM pg_stat_database'
  )
  await client.end()
  return { cpuMs: environment.postgresCpuMs(), commits: Number(rows[0]?.commits) }
}

async function costOfRequests(
  environment: BenchEnvironment,
  settings: Settings,
  { perSecond, seconds, script }: Rate & { readonly script: string }
): Promise<Omit<Cost, 'what'>> {
  const measured = await startMeasured(script, settings)
  // Enough for responses that take two seconds.
  const load = { requests: [generate(words)], connections: perSecond * 2, perSecond }
  try {
    await send(measured.url, { ...load, until: { seconds: warmUpSeconds } })
    await measured.probe()
    const before = await postgresWork(environment)
    const sent = await send(measured.url, { ...load, until: { seconds } })
    const after = await postgresWork(environment)
    const { cpuMs } = await measured.probe()
    return {
      perSecond: sent.perSecond,
      failed: faultWords(sent),
      nodeUs: (cpuMs * 1000) / sent.answers,
      postgresUs: ((after.cpuMs - before.cpuMs) * 1000) / sent.answers,
      commits: (after.commits - before.commits) / sent.answers
    }
  } finally {
    await measured.stop()
  }
}

function show(costs: readonly Cost[], bareUs: number): void {
  const head = [
    'what',
    'a second',
    'failed',
    'Node us a story',
    'PostgreSQL us',
    'COMMITs',
    'Node / bare'
  ]
  const rows = costs.map(({ what, perSecond, failed, nodeUs, postgresUs, commits }) => [
    what,
    perSecond.toFixed(0),
    failed,
    nodeUs.toFixed(0),
    postgresUs.toFixed(0),
    commits.toFixed(2),
    (nodeUs / bareUs).toFixed(2)
  ])
  say(table(head, rows))
  say(`To hold: ledger at most ${most.nodeUs} us of Node and ${most.postgresUs} us of PostgreSQL.`)
  sayLoad()
}
