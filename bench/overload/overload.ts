import { benchKeys, startEnvironment, type BenchEnvironment } from '../measured/environment.ts'
import { ms, say, table } from '../load/print.ts'
import { generate } from '../load/requests.ts'
import { runLoad, type LoadResult, type OverloadPlan } from './run-load.ts'

const words = 420

/**
 * Loads of 1 to 1,000 generations in flight, on one API key and on a hundred, with one process and with two, on a
 * durable PostgreSQL. Then requests at twice and at ten times the best rate.
 *
 * @returns whether no request was refused up to 1,000 in flight, and the rate under overload is within 10 % of the best
 */
export async function overload(seconds = 10): Promise<boolean> {
  const environment = await startEnvironment()
  try {
    const thousand = await measure(environment, seconds, planOf(1000, { modelMs: 1000 }))
    const levels = await measureAll(environment, seconds, plans)
    const best = Math.max(
      ...levels.filter(({ plan: { processes } }) => processes === 1).map(of => of.perSecond)
    )
    const overloaded = await measureAll(
      environment,
      seconds,
      [2, 10].map(times => planOf(3000, { sentPerSecond: Math.round(best * times) }))
    )
    show([thousand, ...levels, ...overloaded])
    const keepsRate = overloaded.every(({ perSecond }) => perSecond >= best * 0.9)
    return [thousand, ...levels].every(({ refused }) => refused === 0) && keepsRate
  } finally {
    await environment.close()
  }
}

const plans: readonly OverloadPlan[] = [
  ...[1, 8, 32, 128, 500].map(inFlight => planOf(inFlight)),
  planOf(128, { keys: 100 }),
  planOf(128, { processes: 2 }),
  planOf(128, { keys: 100, processes: 2 })
]

function planOf(inFlight: number, others: Partial<OverloadPlan> = {}): OverloadPlan {
  return { modelMs: 400, inFlight, processes: 1, keys: 1, ...others }
}

async function measureAll(
  environment: BenchEnvironment,
  seconds: number,
  all: readonly OverloadPlan[]
): Promise<LoadResult[]> {
  const results: LoadResult[] = []
  for (const each of all) results.push(await measure(environment, seconds, each))
  return results
}

async function measure(
  environment: BenchEnvironment,
  seconds: number,
  plan: OverloadPlan
): Promise<LoadResult> {
  const settings = await environment.settingsFor({ words, delayMs: plan.modelMs })
  const requests = benchKeys.slice(0, plan.keys).map(key => generate(words, key))
  const result = await runLoad(plan, { settings, requests, seconds, environment })
  say(`${nameOf(plan)}: ${result.perSecond.toFixed(0)} a second, ${result.refused} refused`)
  return result
}

function show(results: readonly LoadResult[]): void {
  const head = [
    'load',
    'model ms',
    'a second',
    'refused',
    'other faults',
    'unsent',
    'p50 ms',
    'p99 ms'
  ]
  const more = ['refusal p99 ms', 'Node us', 'PostgreSQL us', 'RSS MB']
  const rows = results.map(of => [
    nameOf(of.plan),
    String(of.plan.modelMs),
    of.perSecond.toFixed(0),
    String(of.refused),
    String(of.otherFaults),
    String(of.unsent),
    ms(of.p50Ms),
    ms(of.p99Ms),
    of.refused === 0 ? '' : ms(of.refusalP99Ms),
    of.nodeUsEach.toFixed(0),
    of.postgresUsEach.toFixed(0),
    of.rssMb.toFixed(0)
  ])
  say(table([...head, ...more], rows))
  say(
    'PostgreSQL with fsync=on, real Redis, log level info, no cache, other settings are defaults.'
  )
}

function nameOf({ inFlight, keys, processes, sentPerSecond }: OverloadPlan): string {
  const sent = sentPerSecond === undefined ? '' : `${sentPerSecond} sent a second, `
  return `${sent}${inFlight} connections, ${keys} keys, ${processes} processes`
}
