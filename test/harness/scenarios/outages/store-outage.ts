import { startPostgres } from '../../../../tools/stores/postgres.ts'
import { ask } from '../../servers/ask.ts'
import type { Server } from '../../../../tools/stores/server.ts'
import type { LogLine, ServiceProcess } from '../../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../../tools/simulator/simulator.ts'
import { eventually, openLedger, startInstance, type BookedEntry } from '../../service/instances.js'
import { metric } from '../../assertions/metrics.js'
import { promote, startStandby } from '../../servers/standby.ts'
import { startRelay, type Relay } from '../../servers/relay.js'
import { storyRequest, generate, testKey } from '../../fixtures/requests.js'
import {
  startLoad,
  type LoadAnswer,
  type LoadResult,
  type ProbeAnswer,
  type SteadyLoad
} from '../steady-load.js'

/** A fault of PostgreSQL, or of the network to it. */
export type Breakage = 'restart' | 'hang' | 'failover' | 'refused' | 'reset' | 'lost connections'

export interface StoreOutageForm {
  readonly outages: readonly Breakage[]
  /** Minimum duration, so that every part of the service notices the outage. */
  readonly lastsMs: number
  readonly perSecond: number
}

export interface StoreOutage {
  readonly what: Breakage
  /** Start of the outage. */
  readonly beganAtMs: number
  /** End of the outage. */
  readonly overAtMs: number
  /** Requests that were sent before the next outage began. */
  readonly answers: readonly LoadAnswer[]
  /** Stories that were completed while PostgreSQL was down. */
  readonly delivered: readonly LoadAnswer[]
  readonly ready: readonly ProbeAnswer[]
  /** Maximum number of queued entries, from the metric. */
  readonly maxWaiting: number
}

export interface StoreOutages {
  readonly outages: readonly StoreOutage[]
  readonly answers: readonly LoadAnswer[]
  readonly live: readonly ProbeAnswer[]
  readonly logs: readonly LogLine[]
  readonly waitingAtTheEnd: number
  readonly entries: readonly BookedEntry[]
  readonly disagreements: readonly unknown[]
  readonly auditMistakes: readonly unknown[]
  readonly reservations: number
  /** Tokens that the simulator counted. */
  readonly providerTokens: number
  /** The result of reading each delivered story by its id: its title, or a status. */
  readonly readAgain: ReadonlyMap<string, string | number>
  /** The result of repeating each delivered request with its Idempotency-Key: an id, or a status. */
  readonly repeated: ReadonlyMap<string, string | number>
}

/** Long enough that many calls are under way when an outage begins. */
const providerTakesMs = 600
const leaseSeconds = 13
const goodInARow = 10
/** The service's own timeouts for PostgreSQL apply, because the test is about them. */
const ordinaryLimits = { DB_POOL_TIMEOUT: '2', DB_STATEMENT_TIMEOUT: '10', DB_TIMEOUT_FACTOR: '1' }

/** PostgreSQL fails in several ways, one after the other, while generations run. */
export async function runStoreOutageScenario(form: StoreOutageForm): Promise<StoreOutages> {
  const setting = await startSetting(form)
  const { primary, standby, relay, simulator, service, load } = setting
  const breakages = breakagesOf(primary, standby, relay)
  try {
    await load.good(goodInARow)
    const spans: Span[] = []
    for (const what of form.outages) {
      const broken = breakages[what]
      spans.push({ what, ...(await runOutage(broken, form.lastsMs, setting)) })
    }
    return await resultOf(spans, await load.stop(), setting)
  } finally {
    await load.stop()
    await relay.open()
    await service.stop()
    await Promise.all([relay.close(), simulator.close()])
    await primary.stop()
    await standby?.stop()
  }
}

interface Setting {
  readonly primary: Server
  readonly standby: Server | undefined
  readonly relay: Relay
  readonly simulator: Simulator
  readonly service: ServiceProcess
  readonly load: SteadyLoad
}

async function startSetting({ outages, perSecond }: StoreOutageForm): Promise<Setting> {
  const primary = await startPostgres()
  const standby = outages.includes('failover')
    ? await startStandby(primary, { settings: { wal_retrieve_retry_interval: '100ms' } })
    : undefined
  const relay = await startRelay(primary.url)
  const simulator = await startSimulator({
    scenario: { faults: [{ fault: 'slow-first-byte', value: providerTakesMs }] }
  })
  const service = await startInstance({
    DATABASE_URL: relay.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    GENERATION_DEADLINE: String(leaseSeconds - 1),
    RESERVATION_LEASE: String(leaseSeconds),
    ...ordinaryLimits
  })
  const load = startLoad(service.url, {
    perSecond,
    order: orderOf,
    probePaths: ['/api/health/live', '/api/health/ready', '/metrics']
  })
  return { primary, standby, relay, simulator, service, load }
}

/** Resolves when the service has fully recovered. */
async function runOutage(
  { prepare, begin, end }: Broken,
  lastsMs: number,
  { service, load }: Setting
): Promise<Omit<Span, 'what'>> {
  await prepare?.()
  await begin()
  const beganAtMs = load.nowMs()
  await load.lasts(lastsMs)
  await eventually(() => isNoticed(load, beganAtMs))
  const endedAtMs = load.nowMs()
  await end()
  const overAtMs = load.nowMs()
  await load.good(goodInARow)
  // By then every failed request has its response, and no write is queued any more.
  await eventually(async () => (await waitingAt(service)) === 0)
  await eventually(() =>
    load
      .probed('/api/health/ready')
      .some(({ status, startedAtMs }) => status === 200 && startedAtMs >= overAtMs)
  )
  return { beganAtMs, endedAtMs, overAtMs }
}

/** Whether readiness, the queue of writes and a caller show the outage. */
function isNoticed(load: SteadyLoad, beganAtMs: number): boolean {
  const since = <Timed extends { readonly startedAtMs: number }>(all: readonly Timed[]) =>
    all.filter(({ startedAtMs }) => startedAtMs >= beganAtMs)
  return (
    since(load.probed('/api/health/ready')).some(({ status }) => status === 503) &&
    since(load.probed('/metrics')).some(({ text }) => waitingIn(text) > 0) &&
    since(load.answersSoFar()).some(({ status }) => status === 503)
  )
}

async function resultOf(
  spans: readonly Span[],
  { answers, probes }: LoadResult,
  { relay, simulator, service }: Setting
): Promise<StoreOutages> {
  const ledger = openLedger(relay.url)
  try {
    await eventually(async () => (await ledger.reservations()) === 0)
    const outages = spans.map((span, index) =>
      outageOf(span, spans[index + 1]?.beganAtMs ?? Infinity, answers, probes)
    )
    const delivered = outages.flatMap(outage => outage.delivered)
    return {
      outages,
      answers,
      live: probes.filter(({ path }) => path === '/api/health/live'),
      logs: service.logs,
      waitingAtTheEnd: await waitingAt(service),
      entries: await ledger.entries(),
      disagreements: await ledger.disagreements(),
      auditMistakes: await ledger.auditMistakes(),
      reservations: await ledger.reservations(),
      providerTokens: totalTokens(simulator.stats().tokens),
      readAgain: await readEach(service.url, delivered),
      repeated: await repeatEach(service.url, delivered)
    }
  } finally {
    await ledger.close()
  }
}

function waitingAt({ url }: ServiceProcess): Promise<number> {
  return metric(url, 'jiraiya_ledger_entries_waiting')
}

interface Span {
  readonly what: Breakage
  readonly beganAtMs: number
  /** The recovery has begun; it takes some time. */
  readonly endedAtMs: number
  readonly overAtMs: number
}

interface Broken {
  readonly prepare?: () => Promise<void>
  readonly begin: () => Promise<void>
  readonly end: () => Promise<void>
}

function breakagesOf(
  primary: Server,
  standby: Server | undefined,
  relay: Relay
): Readonly<Record<Breakage, Broken>> {
  const end = (): Promise<void> => relay.open()
  return {
    restart: { begin: () => primary.halt(), end: () => primary.restart() },
    hang: { begin: () => primary.hang(), end: () => primary.resume() },
    failover: {
      prepare: () => waitForStandby(primary),
      begin: () => primary.crash(),
      end: async () => {
        if (standby === undefined) throw new Error('there is no standby')
        await promote(standby)
        relay.switchTo(standby.url)
      }
    },
    refused: { begin: () => relay.refuse(), end },
    reset: { begin: async () => relay.reset(), end },
    'lost connections': { begin: async () => relay.lose(), end }
  }
}

/** From now on a commit is on both servers, so that a failover loses nothing that was acknowledged. */
async function waitForStandby({ url }: Server): Promise<void> {
  await ask(url, `ALTER SYSTEM SET synchronous_standby_names = 'walreceiver'`)
  await ask(url, 'SELECT pg_reload_conf()')
  const state = `SELECT sync_state FROM pg_stat_replication`
  await eventually(async () => (await ask(url, state)) === 'sync')
}

/**
 * Each request is for another story; every second one has an Idempotency-Key, which needs another
 * query.
 */
function orderOf(number: number): {
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
} {
  const name = nameOf(number)
  const key: Record<string, string> = isKeyed(number) ? { 'Idempotency-Key': name } : {}
  return {
    headers: { 'X-API-Key': testKey, 'X-Correlation-ID': name, ...key },
    body: bodyOf(number)
  }
}

/** Its correlation id. */
export function nameOf(number: number): string {
  return `outage-${number}`
}

function isKeyed(number: number): boolean {
  return number % 2 === 0
}

function bodyOf(number: number): object {
  return storyRequest({ keywords: ['fox', `lantern ${number}`], max_length: 100 })
}

function outageOf(
  { what, beganAtMs, endedAtMs, overAtMs }: Span,
  nextBeganAtMs: number,
  allAnswers: readonly LoadAnswer[],
  allProbes: readonly ProbeAnswer[]
): StoreOutage {
  const duringAndAfter = (at: number): boolean => at >= beganAtMs && at < nextBeganAtMs
  const answers = allAnswers.filter(({ endedAtMs: at }) => duringAndAfter(at))
  const probes = allProbes.filter(({ startedAtMs: at }) => duringAndAfter(at))
  return {
    what,
    beganAtMs,
    overAtMs,
    answers,
    delivered: answers.filter(({ status, endedAtMs: at }) => status === 200 && at < endedAtMs),
    ready: probes.filter(({ path }) => path === '/api/health/ready'),
    maxWaiting: Math.max(
      0,
      ...probes.filter(({ path }) => path === '/metrics').map(({ text }) => waitingIn(text))
    )
  }
}

/** Number of queued entries, from the metrics page. */
function waitingIn(metricsPage: string): number {
  return Number(/^jiraiya_ledger_entries_waiting (\d+)$/m.exec(metricsPage)?.[1])
}

async function readEach(
  url: string,
  delivered: readonly LoadAnswer[]
): Promise<Map<string, string | number>> {
  const found = new Map<string, string | number>()
  for (const { body } of delivered) {
    const answer = await fetch(`${url}/api/v1/stories/${body.id}`, {
      headers: { 'X-API-Key': testKey }
    })
    const { data } = (await answer.json()) as { readonly data?: { readonly title: string } }
    found.set(String(body.id), data?.title ?? answer.status)
  }
  return found
}

async function repeatEach(
  url: string,
  delivered: readonly LoadAnswer[]
): Promise<Map<string, string | number>> {
  const found = new Map<string, string | number>()
  for (const { number, body } of delivered.filter(answer => isKeyed(answer.number))) {
    const key = nameOf(number)
    const answer = await generate(url, bodyOf(number)).set('Idempotency-Key', key)
    const { id } = answer.body as { readonly id?: string }
    found.set(String(body.id), id ?? answer.status)
  }
  return found
}

function totalTokens({
  prompt,
  completion
}: {
  readonly prompt: number
  readonly completion: number
}): number {
  return prompt + completion
}
