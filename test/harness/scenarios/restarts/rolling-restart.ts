import type { ServiceProcess } from '../../../../tools/dev/service-process.ts'
import { startSimulator } from '../../../../tools/simulator/simulator.ts'
import { startBalancer, type Balancer } from '../../servers/balancer.js'
import { eventually, ofKind, openLedger, startInstance } from '../../service/instances.js'
import { storyRequest, testKey } from '../../fixtures/requests.js'
import { readStream } from '../../../../bench/streams/readers.ts'
import { createTestDatabase } from '../../service/stores.js'

export interface RestartForm {
  /** How long one stream takes. */
  readonly streamMs: number
  /** Number of streams at any time; a new one starts when one ends. */
  readonly streamsAtOnce: number
  readonly requestsAtOnce: number
}

export interface RestartReport {
  readonly streams: {
    readonly begun: number
    readonly whole: number
    readonly broken: readonly string[]
  }
  readonly answers: Readonly<Record<string, number>>
  readonly exitCodes: readonly (number | null)[]
  readonly disagreements: readonly unknown[]
  readonly reservations: number
  readonly stories: number
  /** Failed attempts, with their errors. */
  readonly lost: readonly unknown[]
  /** Tokens in the ledger, and tokens that the provider counted. */
  readonly tokens: { readonly booked: number; readonly counted: number }
}

const charsOfAStory = 1500
/** Pause between two requests, so that they leave CPU for the streams. */
const betweenRequestsMs = 100

/** Two instances behind a balancer, restarted one after the other while streams and requests run. */
export async function restartUnderLoad(form: RestartForm): Promise<RestartReport> {
  const charsPerSecond = (charsOfAStory / form.streamMs) * 1000
  const simulator = await startSimulator({ scenario: { charsPerSecond } })
  const database = await createTestDatabase()
  const balancer = await startBalancer()
  const settings = {
    DATABASE_URL: database.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    CACHE_TTL: '0',
    SHUTDOWN_DELAY: '1',
    SHUTDOWN_TIMEOUT: '300'
  }
  const instances = [await startInstance(settings), await startInstance(settings)]
  const ledger = openLedger(database.url)
  try {
    balancer.set(instances.map(({ url }) => url))
    for (const { url } of instances) await balancer.sends(url)
    const load = startStreamsAndRequests(balancer.url, form)
    await pause(form.streamMs / 2)
    const exitCodes: (number | null)[] = []
    for (const index of [0, 1]) {
      exitCodes.push(await replace(instances, index, balancer, settings))
      await pause(form.streamMs / 4)
    }
    const report = await load.stop()
    await eventually(async () => (await ledger.reservations()) === 0)
    // The story is complete before the provider's response ends, so wait for the end.
    const { tokens, abandoned } = await simulator.waitFor(({ inFlight }) => inFlight === 0)
    return {
      ...report,
      exitCodes,
      disagreements: await ledger.disagreements(),
      reservations: await ledger.reservations(),
      stories: await ledger.stories(),
      lost: ofKind('lost', await ledger.entries()),
      tokens: {
        booked: (await ledger.ended()).tokens,
        // An instance that exits after the last word closes the connection before that end.
        counted: sum(tokens) + sum(abandoned)
      }
    }
  } finally {
    await ledger.close()
    await Promise.all(instances.map(instance => instance.stop()))
    await balancer.close()
    await database.drop()
    await simulator.close()
  }
}

/** Starts a new instance, and stops the old one when the new one gets requests. */
async function replace(
  instances: ServiceProcess[],
  index: number,
  balancer: Balancer,
  settings: Readonly<Record<string, string>>
): Promise<number | null> {
  const old = instances[index] as ServiceProcess
  const fresh = await startInstance(settings)
  instances[index] = fresh
  balancer.set([...instances, old].map(({ url }) => url))
  await balancer.sends(fresh.url)
  const exitCode = await old.stop()
  balancer.set(instances.map(({ url }) => url))
  return exitCode
}

interface Load {
  stop(): Promise<Pick<RestartReport, 'streams' | 'answers'>>
}

function startStreamsAndRequests(url: string, form: RestartForm): Load {
  const broken: string[] = []
  const answers: Record<string, number> = {}
  let begun = 0
  let whole = 0
  const end = new AbortController()
  const headers = { 'X-API-Key': testKey }
  const stream = async (): Promise<void> => {
    const id = `stream-${begun++}`
    try {
      const { isDone } = await readStream(
        url,
        { ...headers, 'X-Request-ID': `${id}-of-the-restart` },
        storyFor(id)
      )
      if (isDone) whole++
      else broken.push(`${id} ended without done`)
    } catch (error) {
      broken.push(`${id}: ${String(error)}`)
    }
  }
  const ask = async (): Promise<void> => {
    const status = await fetch(`${url}/api/v1/usage`, { headers }).then(
      answer => answer.status,
      () => 0
    )
    answers[status] = (answers[status] ?? 0) + 1
    await pause(betweenRequestsMs)
  }
  const again = async (work: () => Promise<void>): Promise<void> => {
    while (!end.signal.aborted) await work()
  }
  const running = [
    ...Array.from({ length: form.streamsAtOnce }, () => again(stream)),
    ...Array.from({ length: form.requestsAtOnce }, () => again(ask))
  ]
  return {
    stop: async () => {
      end.abort()
      await Promise.all(running)
      return { streams: { begun, whole, broken }, answers }
    }
  }
}

function sum({ prompt, completion }: { readonly prompt: number; readonly completion: number }) {
  return prompt + completion
}

function storyFor(id: string): string {
  return JSON.stringify(storyRequest({ genre: `fairy tale ${id}`, maxLength: 240 }))
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
