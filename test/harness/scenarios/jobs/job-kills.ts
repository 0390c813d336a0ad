import request from 'supertest'
import type { ServiceProcess } from '../../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../../tools/simulator/simulator.ts'
import { storyRequest, testKey } from '../../fixtures/requests.js'
import type { SeenJob } from '../../jobs/jobs.js'
import { startRelay, type Relay } from '../../servers/relay.js'
import { seededRandom } from '../../servers/scripted-upstream.js'
import {
  eventually,
  openLedger,
  startInstance,
  type BookedEntry,
  type OpenLedger
} from '../../service/instances.js'
import { createTestDatabase } from '../../service/stores.js'

const deadlineSeconds = 20
const leaseSeconds = 21

export interface JobKillForm {
  readonly jobs: number
  readonly kills: number
  /** How often the connections to PostgreSQL are cut. */
  readonly cuts: number
  readonly providerTakesMs: number
  /** How long the provider is down, after the first kill. */
  readonly providerDownMs: number
  readonly seed: number
}

export interface JobKilling {
  readonly jobs: readonly (SeenJob & { readonly name: string })[]
  /** Calls that the provider received, by the name of the job. */
  readonly calls: ReadonlyMap<string, number>
  readonly entries: readonly BookedEntry[]
  readonly disagreements: readonly unknown[]
  readonly stories: number
}

interface Setting {
  readonly simulator: Simulator
  readonly relay: Relay
  readonly ledger: OpenLedger
  readonly processes: ServiceProcess[]
  readonly start: (index: number) => Promise<ServiceProcess>
}

/** The first process is the API, which runs jobs too; the others are workers. */
const programs = ['main', 'worker', 'worker'] as const

/** Kills the API and workers at random moments while they run jobs, cuts PostgreSQL off and stops the provider. */
export async function runJobKillScenario(form: JobKillForm): Promise<JobKilling> {
  const database = await createTestDatabase()
  const relay = await startRelay(database.url)
  const ledger = openLedger(database.url)
  const simulator = await startSimulator({ scenario: { faults: [slow(form)] } })
  const settings = {
    DATABASE_URL: relay.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    GENERATION_DEADLINE: String(deadlineSeconds),
    RESERVATION_LEASE: String(leaseSeconds),
    RATE_LIMIT_KEY_PER_MINUTE: '1000000',
    JOBS_CONCURRENCY: '2',
    JOBS_OWNER_CONCURRENCY: '12',
    CACHE_TTL: '0',
    WORKER_INLINE: 'true'
  }
  const start = (index: number): Promise<ServiceProcess> =>
    startInstance(settings, programs[index] ?? 'worker')
  const processes: ServiceProcess[] = [await start(0)]
  processes.push(...(await Promise.all([start(1), start(2)])))
  try {
    return await kill({ simulator, relay, ledger, processes, start }, form)
  } finally {
    await Promise.all(processes.map(each => each.stop()))
    await ledger.close()
    await Promise.all([relay.close(), simulator.close()])
    await database.drop()
  }
}

const slow = ({ providerTakesMs }: JobKillForm) =>
  ({ fault: 'slow-first-byte', value: providerTakesMs }) as const

async function kill(setting: Setting, form: JobKillForm): Promise<JobKilling> {
  const { simulator, relay, ledger, processes, start } = setting
  const random = seededRandom(form.seed)
  const pause = (maxMs: number): Promise<void> =>
    new Promise(resolve => setTimeout(resolve, random() * maxMs))
  const names = Array.from({ length: form.jobs }, (_, number) => `lantern${number}`)
  const posting = postAll(names, processes)
  for (let count = 0; count < form.kills; count++) {
    await simulator.waitFor(({ inFlight }) => inFlight > 0, 120_000)
    await pause(form.providerTakesMs)
    const index = Math.floor(random() * processes.length)
    processes[index]?.signal('SIGKILL')
    await processes[index]?.ended
    if (count < form.cuts) {
      await relay.refuse()
      await pause(2000)
      await relay.open()
    }
    if (count === 0 && form.providerDownMs > 0) {
      simulator.setFaults([{ fault: 'status-500' }])
      await new Promise(resolve => setTimeout(resolve, form.providerDownMs))
      simulator.setFaults([slow(form)])
    }
    processes[index] = await start(index)
  }
  const ids = await posting
  const jobs = await allEnded(ids, processes)
  await eventually(async () => (await ledger.reservations()) === 0)
  return {
    jobs,
    calls: callsByName(simulator),
    entries: await ledger.entries(),
    disagreements: await ledger.disagreements(),
    stories: await ledger.stories()
  }
}

/** Posts each job until it is accepted, as a client with an Idempotency-Key does. */
async function postAll(
  names: readonly string[],
  processes: readonly ServiceProcess[]
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const name of names) {
    const body = storyRequest({ keywords: ['fox', name], maxLength: 100 })
    await eventually(async () => {
      const created = await request(processes[0]?.url ?? '')
        .post('/api/v1/jobs')
        .set({ 'X-API-Key': testKey, 'Idempotency-Key': name, 'X-Correlation-ID': requestOf(name) })
        .send(body)
        .catch(() => undefined)
      if (created?.status !== 202) return false
      ids.set(name, created.body.data.id)
      return true
    })
  }
  return ids
}

async function allEnded(
  ids: ReadonlyMap<string, string>,
  processes: readonly ServiceProcess[]
): Promise<JobKilling['jobs']> {
  const jobs: (SeenJob & { readonly name: string })[] = []
  for (const [name, id] of ids) {
    await eventually(async () => {
      const read = await request(processes[0]?.url ?? '')
        .get(`/api/v1/jobs/${id}`)
        .set('X-API-Key', testKey)
        .catch(() => undefined)
      const job = read?.body.data as SeenJob | undefined
      if (job === undefined || ['queued', 'running'].includes(job.state)) return false
      jobs.push({ ...job, name })
      return true
    })
  }
  return jobs
}

/** The correlation id of the request that created a job. */
export function requestOf(name: string): string {
  return name.padEnd(12, '-')
}

const nameInPrompt = /lantern\d+/

function callsByName(simulator: Simulator): ReadonlyMap<string, number> {
  const calls = new Map<string, number>()
  for (const { path, body } of simulator.requests()) {
    if (!path.endsWith('/chat/completions')) continue
    const name = nameInPrompt.exec(JSON.stringify(body))?.[0] ?? ''
    calls.set(name, (calls.get(name) ?? 0) + 1)
  }
  return calls
}
