import { request } from 'undici'
import type { ServiceProcess } from '../../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../../tools/simulator/simulator.ts'
import {
  eventually,
  openLedger,
  startInstance,
  type BookedEntry,
  type OpenLedger
} from '../../service/instances.js'
import { metric } from '../../assertions/metrics.js'
import { startRelay, type Relay } from '../../servers/relay.js'
import { seededRandom } from '../../servers/scripted-upstream.js'
import { storyRequest, testKey } from '../../fixtures/requests.js'
import { createTestDatabase, emptyRedis, testRedisUrl } from '../../service/stores.js'

const deadlineSeconds = 20
const leaseSeconds = 21
/** A key whose process died is free again 10 s after the deadline; this is far beyond it. */
const answeredWithinMs = 90_000
const askAgainAfterMs = 200
const chatRoute = 'POST /v1/chat/completions'

export interface KillForm {
  readonly kills: number
  /** Number of keys that are requested at any time; a new one starts when one gets its response. */
  readonly keysAtOnce: number
  readonly providerTakesMs: number
  readonly seed: number
}

export interface AnsweredKey {
  readonly key: string
  readonly storyIds: readonly string[]
  readonly tokens: number
  /** Number of its requests that failed because the process died. */
  readonly hits: number
  /** Unexpected responses before the final one. */
  readonly surprises: readonly string[]
}

export interface Killing {
  readonly keys: readonly AnsweredKey[]
  /** Calls that the provider saw, by key. */
  readonly upstream: ReadonlyMap<string, number>
  /** The provider's token count of one call for this key. */
  readonly tokensByKey: ReadonlyMap<string, number>
  readonly entries: readonly BookedEntry[]
  readonly disagreements: readonly unknown[]
  readonly stories: number
}

/** Instances are killed at random moments while callers repeat their requests until answered. */
export async function runKillScenario(form: KillForm): Promise<Killing> {
  return withPair(
    { providerTakesMs: form.providerTakesMs },
    async ({ pair, simulator, ledger }) => {
      const random = seededRandom(form.seed)
      const keys: AnsweredKey[] = []
      let next = 0
      const end = new AbortController()
      const askOn = async (): Promise<void> => {
        while (!end.signal.aborted) {
          const number = next++
          keys.push(await askUntilAnswered(pair, `lantern${number}`, number))
        }
      }
      const asking = Array.from({ length: form.keysAtOnce }, askOn)
      try {
        for (let kill = 0; kill < form.kills; kill++) {
          await simulator.waitFor(({ inFlight }) => inFlight > 3, answeredWithinMs)
          await new Promise(resolve => setTimeout(resolve, random() * form.providerTakesMs))
          const victim = random() < 0.5 ? 0 : 1
          await pair.kill(victim)
          if (kill < form.kills - 1) await pair.restart(victim)
        }
      } finally {
        end.abort()
      }
      await Promise.all(asking)
      await eventually(async () => (await ledger.reservations()) === 0)
      const upstream = callsByKey(simulator)
      return {
        keys,
        upstream,
        tokensByKey: await tokensByKey(simulator),
        entries: await ledger.entries(),
        disagreements: await ledger.disagreements(),
        stories: await ledger.stories()
      }
    }
  )
}

export interface Crowd extends Pick<Killing, 'entries' | 'disagreements' | 'stories'> {
  /** The first answers: a status, or 0 where the process died. */
  readonly first: readonly number[]
  readonly storyIds: readonly string[]
  readonly upstream: number
  readonly providerTokens: number
}

/**
 * A hundred requests with one key at the same time, to two instances; the instance that runs the
 * generation is killed.
 */
export async function killInCrowd(): Promise<Crowd> {
  return withPair({ providerTakesMs: 9000 }, async ({ pair, simulator, ledger }) => {
    const key = 'lantern0'
    const asking = Array.from({ length: 100 }, (_, index) => pair.ask(index % 2, key))
    await simulator.waitFor(({ inFlight }) => inFlight === 1, answeredWithinMs)
    const open = await Promise.all([0, 1].map(index => pair.openReservations(index)))
    await pair.kill(open[0] === 1 ? 0 : 1)
    simulator.setFaults([])
    const first = await Promise.all(asking)
    const later = await Promise.all(first.map((_, index) => askUntilAnswered(pair, key, index)))
    await eventually(async () => (await ledger.reservations()) === 0)
    const { prompt, completion } = simulator.stats().tokens
    return {
      first: first.map(({ status }) => status),
      storyIds: later.flatMap(({ storyIds }) => storyIds),
      upstream: callsByKey(simulator).get(key) ?? 0,
      providerTokens: prompt + completion,
      entries: await ledger.entries(),
      disagreements: await ledger.disagreements(),
      stories: await ledger.stories()
    }
  })
}

export interface Frozen {
  readonly status: number
  readonly entriesWhileFrozen: readonly BookedEntry[]
  readonly entries: readonly BookedEntry[]
  /** Tokens of this call, as counted by the simulator. */
  readonly providerTokens: number
}

export interface Termination {
  readonly status: number
  readonly exitCode: number | null
  readonly actions: readonly unknown[]
  readonly entries: readonly BookedEntry[]
}

export interface SlowEnds {
  /** The instance had the story, and lost PostgreSQL before it could settle. */
  readonly cutOff: Frozen
  /** The provider responded while the instance was frozen. */
  readonly frozen: Frozen
  readonly terminations: readonly Termination[]
  readonly disagreements: readonly unknown[]
  readonly reservations: number
}

/** Instances that end slowly: they are frozen (SIGSTOP), or get SIGTERM. */
export async function runSlowEndScenario(): Promise<SlowEnds> {
  // A write that fails is queued after 3 s instead of a minute.
  const settings = { DB_TIMEOUT_FACTOR: '2' }
  return withPair({ providerTakesMs: 3000, settings }, async setting => {
    const cutOff = await freeze(setting, 'lantern0', true)
    const frozen = await freeze(setting, 'lantern1', false)
    const refused = await terminateWhile(setting, 'lantern2', 'refuses')
    await setting.pair.restart(0)
    const hung = await terminateWhile(setting, 'lantern3', 'hangs')
    const { ledger } = setting
    return {
      cutOff,
      frozen,
      terminations: [refused, hung],
      disagreements: await ledger.disagreements(),
      reservations: await ledger.reservations()
    }
  })
}

/** Freezes an instance for longer than its lease. */
async function freeze(
  { pair, simulator, ledger, relay }: Setting,
  key: string,
  cutOff: boolean
): Promise<Frozen> {
  const { completed: before, tokens: tokensBefore } = simulator.stats()
  const answered = (): Promise<unknown> =>
    simulator.waitFor(({ completed }) => completed > before, answeredWithinMs)
  const asking = pair.ask(0, key)
  await simulator.waitFor(({ inFlight }) => inFlight === 1, answeredWithinMs)
  if (cutOff) {
    relay.hang()
    await answered()
    await eventually(() => pair.waits(0))
  }
  pair.instance(0).signal('SIGSTOP')
  const entries = async (): Promise<readonly BookedEntry[]> =>
    (await ledger.entries()).filter(({ request: name }) => name === requestOf(key))
  const isLost = async (): Promise<boolean> => (await entries()).some(({ kind }) => kind === 'lost')
  await eventually(isLost)
  const entriesWhileFrozen = await entries()
  await answered()
  await relay.open()
  pair.instance(0).signal('SIGCONT')
  const { status } = await asking
  await eventually(async () => !(await pair.waits(0)))
  const { tokens } = simulator.stats()
  return {
    status,
    entriesWhileFrozen,
    entries: await entries(),
    providerTokens:
      tokens.prompt + tokens.completion - tokensBefore.prompt - tokensBefore.completion
  }
}

/** SIGTERM during a generation, while PostgreSQL is down until the story is complete. */
async function terminateWhile(
  { pair, simulator, ledger, relay }: Setting,
  key: string,
  away: 'refuses' | 'hangs'
): Promise<Termination> {
  const { completed: before } = simulator.stats()
  const asking = pair.ask(0, key)
  await simulator.waitFor(({ inFlight }) => inFlight === 1, answeredWithinMs)
  if (away === 'refuses') await relay.refuse()
  else relay.hang()
  const instance = pair.instance(0)
  const exit = instance.stop()
  await simulator.waitFor(({ completed }) => completed > before, answeredWithinMs)
  await relay.open()
  const exitCode = await exit
  return {
    status: (await asking).status,
    exitCode,
    actions: instance.logs.map(({ action }) => action),
    entries: (await ledger.entries()).filter(({ request: name }) => name === requestOf(key))
  }
}

interface Answer {
  /** 0: the process died with the request; -1: connection refused. */
  readonly status: number
  readonly storyId: string | undefined
  readonly tokens: number
}

interface Pair {
  instance(index: number): ServiceProcess
  ask(index: number, key: string): Promise<Answer>
  /** SIGKILL; resolves when it is dead. */
  kill(index: number): Promise<void>
  /** Starts an instance in place of one that has ended. */
  restart(index: number): Promise<void>
  openReservations(index: number): Promise<number>
  /** Whether the instance has queued writes. */
  waits(index: number): Promise<boolean>
}

interface Setting {
  readonly pair: Pair
  readonly simulator: Simulator
  readonly ledger: OpenLedger
  /** The relay between the first instance and PostgreSQL. */
  readonly relay: Relay
}

async function withPair<T>(
  {
    providerTakesMs,
    settings
  }: {
    readonly providerTakesMs: number
    readonly settings?: Readonly<Record<string, string>>
  },
  work: (setting: Setting) => Promise<T>
): Promise<T> {
  const database = await createTestDatabase()
  const redisUrl = testRedisUrl()
  await emptyRedis(redisUrl)
  const relay = await startRelay(database.url)
  const ledger = openLedger(database.url)
  const simulator = await startSimulator({
    scenario: { faults: [{ fault: 'slow-first-byte', value: providerTakesMs }] }
  })
  const start = (index: number): Promise<ServiceProcess> =>
    startInstance({
      DATABASE_URL: index === 0 ? relay.url : database.url,
      REDIS_URL: redisUrl,
      OPENAI_BASE_URL: simulator.baseUrl,
      GENERATION_DEADLINE: String(deadlineSeconds),
      RESERVATION_LEASE: String(leaseSeconds),
      ...settings
    })
  const instances = await Promise.all([start(0), start(1)])
  try {
    return await work({ pair: pairOf(instances, start), simulator, ledger, relay })
  } finally {
    for (const instance of instances) instance.signal('SIGCONT')
    await Promise.all(instances.map(instance => instance.stop()))
    await ledger.close()
    await Promise.all([relay.close(), simulator.close()])
    await database.drop()
  }
}

function pairOf(
  instances: ServiceProcess[],
  start: (index: number) => Promise<ServiceProcess>
): Pair {
  const instance = (index: number): ServiceProcess => {
    const found = instances[index]
    if (found === undefined) throw new Error(`there is no instance ${index}`)
    return found
  }
  return {
    instance,
    ask: (index, key) => ask(instance(index).url, key),
    kill: async index => {
      const victim = instance(index)
      victim.signal('SIGKILL')
      await victim.ended
    },
    restart: async index => {
      instances[index] = await start(index)
    },
    openReservations: index => metric(instance(index).url, 'jiraiya_reservations_open'),
    waits: async index => (await metric(instance(index).url, 'jiraiya_ledger_entries_waiting')) > 0
  }
}

async function ask(url: string, key: string): Promise<Answer> {
  try {
    const { statusCode: status, body } = await request(`${url}/api/v1/generate`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-API-Key': testKey,
        'X-Correlation-ID': key.padEnd(12, '-'),
        'Idempotency-Key': key
      },
      body: JSON.stringify(storyRequest({ keywords: ['fox', key], max_length: 100 }))
    })
    const { id, usage } = (await body.json()) as {
      readonly id?: string
      readonly usage?: { readonly total_tokens: number }
    }
    return { status, storyId: id, tokens: usage?.total_tokens ?? 0 }
  } catch (error) {
    const nobodyListened = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED'
    return { status: nobodyListened ? -1 : 0, storyId: undefined, tokens: 0 }
  }
}

/** The correlation id of a request with this key. */
export function requestOf(key: string): string {
  return key.padEnd(12, '-')
}

/** Repeats the request at the other instance when one dies, and once more after a response. */
async function askUntilAnswered(pair: Pair, key: string, first = 0): Promise<AnsweredKey> {
  const giveUpAtMs = performance.now() + answeredWithinMs
  const surprises: string[] = []
  let hits = 0
  let index = first % 2
  for (;;) {
    const { status, storyId, tokens } = await pair.ask(index, key)
    if (storyId !== undefined) {
      const again = await pair.ask(1 - index, key)
      // The other instance may be dead at this moment.
      const ids = [storyId, ...(again.storyId === undefined ? [] : [again.storyId])]
      return { key, storyIds: ids, tokens, hits, surprises }
    }
    if (status === 0) hits++
    else if (status !== -1 && status !== 409) surprises.push(String(status))
    if (performance.now() > giveUpAtMs) {
      return { key, storyIds: [], tokens, hits, surprises: [...surprises, 'no answer'] }
    }
    index = 1 - index
    if (status !== 0) await new Promise(resolve => setTimeout(resolve, askAgainAfterMs))
  }
}

const keyInPrompt = /lantern\d+/

function callsByKey(simulator: Simulator): Map<string, number> {
  const calls = new Map<string, number>()
  for (const { path, body } of simulator.requests()) {
    const key = path.endsWith('/chat/completions') ? keyOf(body) : undefined
    if (key !== undefined) calls.set(key, (calls.get(key) ?? 0) + 1)
  }
  const seen = [...calls.values()].reduce((sum, count) => sum + count, 0)
  // The simulator remembers only the last thousand requests.
  if (seen !== simulator.stats().calls[chatRoute]) throw new Error('the provider forgot calls')
  return calls
}

/** The simulator is deterministic: a repeated call gives the tokens of a key without the ledger. */
async function tokensByKey(simulator: Simulator): Promise<Map<string, number>> {
  simulator.setFaults([])
  const tokens = new Map<string, number>()
  for (const { path, body } of simulator.requests()) {
    const key = path.endsWith('/chat/completions') ? keyOf(body) : undefined
    if (key === undefined || tokens.has(key)) continue
    const answer = await fetch(`${simulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { Authorization: 'Bearer any', 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    })
    const { usage } = (await answer.json()) as { readonly usage: { readonly total_tokens: number } }
    tokens.set(key, usage.total_tokens)
  }
  return tokens
}

function keyOf(body: unknown): string | undefined {
  return keyInPrompt.exec(JSON.stringify(body))?.[0]
}
