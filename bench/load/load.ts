import { service, startMeasured } from '../measured/measured-process.ts'
import { startEnvironment, type Settings, type BenchEnvironment } from '../measured/environment.ts'
import { cpuOfRequests } from './cpu.ts'
import { runBurst } from './burst.ts'
import { numbersToHold } from './numbers.ts'
import { generate, reads, stream, writeOne, type LoadRequest } from './requests.ts'
import { ms, say, table } from './print.ts'
import { faultWords, percentile, send, type Sent } from './send.ts'

/** A buffered story of typical length from a fast model. */
const whole = { words: 420, delayMs: 400 }
/** Streamed in about 4 seconds. */
const streamed = { words: 80, everyMs: 50 }
const burstModelMs = 4000
const atOnce = 500

/**
 * Runs loads of generations, streams, reads and a mixture on one instance, and prints latency percentiles and
 * errors. Then it runs 500 generations at once, and compares the CPU time of a request with a bare Fastify handler
 * that uses the SDK. Finally it prints the performance targets.
 *
 * @returns whether all targets are met
 */
export async function load(seconds = 15): Promise<boolean> {
  const environment = await startEnvironment()
  try {
    const sent = await loads(environment, seconds)
    const burst = await runBurst(
      atOnce,
      burstModelMs,
      await environment.settingsFor({ ...whole, delayMs: burstModelMs })
    )
    const cpu = await cpuOfRequests(
      await environment.settingsFor({ ...whole, delayMs: 0 }),
      whole.words
    )
    return numbersToHold({ sent, modelMs: whole.delayMs, burst, burstModelMs, cpu })
  } finally {
    await environment.close()
  }
}

interface Planned {
  readonly name: string
  readonly settings: Settings
  readonly connections: number
  readonly requests: (url: string) => Promise<readonly LoadRequest[]>
}

async function loads(
  environment: BenchEnvironment,
  seconds: number
): Promise<Readonly<Record<string, Sent>>> {
  const settings = await environment.settingsFor(whole)
  const writing = generate(whole.words)
  const reading = async (url: string) => reads(await writeOne(url, whole.words))
  const plan: readonly Planned[] = [
    { name: 'generate', settings, connections: 60, requests: async () => [writing] },
    {
      name: 'stream',
      settings: await environment.settingsFor(streamed),
      connections: 200,
      requests: async () => [stream(streamed.words)]
    },
    { name: 'reads', settings, connections: 20, requests: reading },
    // More reads than writes, as in a dashboard.
    {
      name: 'mixed',
      settings,
      connections: 60,
      requests: async url => [writing, ...(await reading(url)), ...(await reading(url))]
    }
  ]
  const results: Record<string, Sent> = {}
  for (const each of plan) results[each.name] = await run(each, seconds)
  show(plan, results)
  return results
}

async function run({ settings, connections, requests }: Planned, seconds: number): Promise<Sent> {
  const measured = await startMeasured(service, settings)
  const all = await requests(measured.url)
  // Warm-up: opens connections and compiles code.
  await send(measured.url, { requests: all, connections, until: { seconds: 5 } })
  const sent = await send(measured.url, { requests: all, connections, until: { seconds } })
  await measured.stop()
  return sent
}

function show(plan: readonly Planned[], results: Readonly<Record<string, Sent>>): void {
  const rows = plan.flatMap(({ name, connections }) => {
    const sent = results[name]
    if (sent === undefined) return []
    const latencies = [0.5, 0.9, 0.95, 0.99, 1].map(share =>
      ms(percentile(sent.latenciesMs, share))
    )
    return [[name, String(connections), sent.perSecond.toFixed(0), ...latencies, faultWords(sent)]]
  })
  say(
    table(['load', 'connections', 'a second', 'p50 ms', 'p90', 'p95', 'p99', 'max', 'errors'], rows)
  )
}
