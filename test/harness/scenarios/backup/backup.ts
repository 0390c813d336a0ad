import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ServiceProcess } from '../../../../tools/dev/service-process.ts'
import { startSimulator } from '../../../../tools/simulator/simulator.ts'
import { startPostgres } from '../../../../tools/stores/postgres.ts'
import type { PostgresPrograms } from '../../../../tools/stores/postgres-programs.ts'
import type { Server } from '../../../../tools/stores/server.ts'
import { serverUser } from '../../../../tools/stores/server-user.ts'
import { StoreUnavailable } from '../../../../tools/stores/store-unavailable.ts'
import { eventually, openLedger, startInstance, type BookedEntry } from '../../service/instances.js'
import { keyEntry, type Headers } from '../../fixtures/stories.js'
import { storyRequest, testKey, testSecret } from '../../fixtures/requests.js'
import { programsWithDump } from '../../servers/postgres-with-dump.ts'
import { startLoad, type StoryOrError } from '../steady-load.js'
import { userToken } from '../../fixtures/tokens.js'

export interface ScriptRun {
  readonly code: number
  /** Standard output and standard error. */
  readonly said: string
}

/** `ops/backup.sh` and `ops/restore.sh`, and servers that they can deal with. */
export interface BackupTools {
  startServer(): Promise<Server>
  /** Prints the path of the dump if it succeeds. */
  backup(url: string, folder: string): Promise<ScriptRun>
  restore(url: string, dump: string, ...options: readonly string[]): Promise<ScriptRun>
}

/**
 * pg_dump refuses a server that is newer than itself, so the servers have the version of pg_dump.
 * @throws StoreUnavailable when there is no pg_dump
 */
export async function backupTools(): Promise<BackupTools> {
  const programs = await programsWithDump(serverUser())
  if (programs === undefined) {
    throw new StoreUnavailable(
      'NOT RUN: there is no PostgreSQL with its pg_dump: none on PATH, and no package of the ' +
        'system that could be downloaded. Install it (apt-get install postgresql).'
    )
  }
  return {
    startServer: () => startPostgres({ programs }),
    backup: (url, folder) => script(programs, url, 'backup.sh', folder),
    restore: (url, dump, ...options) => script(programs, url, 'restore.sh', ...options, dump)
  }
}

function script(
  { postgres, env }: PostgresPrograms,
  url: string,
  name: string,
  ...args: readonly string[]
): Promise<ScriptRun> {
  const folders = [dirname(postgres), dirname(process.execPath), process.env['PATH']]
  const file = fileURLToPath(new URL(`../../../../ops/${name}`, import.meta.url))
  const options = {
    // A folder without a .env file.
    cwd: tmpdir(),
    env: { ...env, PATH: folders.join(delimiter), DATABASE_URL: url, JWT_SECRET: testSecret }
  }
  return new Promise(resolve => {
    execFile('bash', [file, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr })
    )
  })
}

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'jiraiya-backup-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

export interface RehearsalForm {
  readonly stories: number
  /** Generations per second while the backup is made; 0 for none. */
  readonly perSecondMeanwhile: number
}

/** The responses that a caller gets, by request. */
type Seen = Readonly<Record<string, unknown>>

export interface Rehearsal {
  readonly backup: ScriptRun
  readonly restore: ScriptRun
  /** On the first server, before the backup began. */
  readonly before: Seen
  /** The same requests to the new one. */
  readonly after: Seen
  readonly repeatedId: string | undefined
  readonly firstId: string | undefined
  /** Answers while the backup was made, by status. */
  readonly meanwhile: Readonly<Record<string, number>>
  readonly entries: readonly BookedEntry[]
  readonly storiesRestored: number
  readonly disagreements: readonly unknown[]
  readonly auditMistakes: readonly unknown[]
  readonly reservations: number
  readonly passwords: readonly string[]
}

const adminKey = 'the-key-of-an-admin-of-the-backup-tests'
const leaseSeconds = 8
const callers: Readonly<Record<string, Headers>> = {
  key: { 'X-API-Key': testKey },
  user: { Authorization: `Bearer ${userToken()}` }
}

/** A service writes, its database is backed up and lost, and another reads on a new server. */
export async function rehearse(form: RehearsalForm): Promise<Rehearsal> {
  const tools = await backupTools()
  const simulator = await startSimulator({
    scenario: { faults: [{ fault: 'slow-first-byte', value: 20 }] }
  })
  const first = await tools.startServer()
  const second = await tools.startServer()
  const running: ServiceProcess[] = []
  const start = async (databaseUrl: string): Promise<string> => {
    const service = await startInstance(settingsOf(simulator.baseUrl, databaseUrl))
    running.push(service)
    return service.url
  }
  try {
    return await withFolder(async folder => {
      const firstUrl = await start(first.url)
      const ids = await writeStories(firstUrl, form.stories)
      const before = await look(firstUrl, ids)
      const { backup, meanwhile } = await backupUnderLoad(firstUrl, form.perSecondMeanwhile, () =>
        tools.backup(first.url, folder)
      )
      await Promise.all(running.map(service => service.stop()))
      await first.stop()
      const restore = await tools.restore(second.url, backup.said.trim())
      const restored = await readRestored(await start(second.url), second.url, ids)
      const passwords = [first.url, second.url].map(url => new URL(url).password)
      return { backup, restore, before, firstId: ids[0], meanwhile, passwords, ...restored }
    })
  } finally {
    await Promise.all(running.map(service => service.stop()))
    await Promise.all([first.stop(), second.stop(), simulator.close()])
  }
}

function settingsOf(providerUrl: string, databaseUrl: string): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: databaseUrl,
    OPENAI_BASE_URL: providerUrl,
    API_KEYS: JSON.stringify([
      keyEntry('tests', testKey, ['stories']),
      keyEntry('admin', adminKey, ['admin'])
    ]),
    RATE_LIMIT_PER_MINUTE: '1000000',
    RATE_LIMIT_PER_HOUR: '1000000',
    BUDGET_DAILY_USD: '100',
    CACHE_TTL: '0',
    GENERATION_DEADLINE: String(leaseSeconds - 1),
    RESERVATION_LEASE: String(leaseSeconds)
  }
}

/** Makes the backup while generations run, if the rehearsal has any. */
async function backupUnderLoad(
  url: string,
  perSecond: number,
  makeBackup: () => Promise<ScriptRun>
): Promise<Pick<Rehearsal, 'backup' | 'meanwhile'>> {
  if (perSecond === 0) return { backup: await makeBackup(), meanwhile: {} }
  const load = startLoad(url, {
    perSecond,
    order: number => ({ headers: callers['key'] as Headers, body: storyBody(-number - 1) }),
    probePaths: []
  })
  // Some generations run during the backup, so none of them is complete in it.
  await load.lasts(1000)
  const backup = await makeBackup()
  const { answers } = await load.stop()
  return { backup, meanwhile: countBy(answers.map(({ status }) => status)) }
}

async function readRestored(url: string, databaseUrl: string, ids: readonly string[]) {
  const ledger = openLedger(databaseUrl)
  try {
    await eventually(async () => (await ledger.reservations()) === 0)
    const { id: repeatedId } = await writeStory(url, 0)
    return {
      after: await look(url, ids),
      repeatedId,
      entries: await ledger.entries(),
      storiesRestored: await ledger.stories(),
      disagreements: await ledger.disagreements(),
      auditMistakes: await ledger.auditMistakes(),
      reservations: await ledger.reservations()
    }
  } finally {
    await ledger.close()
  }
}

/** Stories of both callers, each with an Idempotency-Key, and a budget for one caller. */
async function writeStories(url: string, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let number = 0; number < count; number++) {
    ids.push((await writeStory(url, number)).id ?? '')
  }
  await fetch(`${url}/api/v1/admin/budgets/key:tests`, {
    method: 'PUT',
    headers: { 'X-API-Key': adminKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ dailyUsd: 50 })
  })
  return ids
}

async function writeStory(url: string, number: number): Promise<StoryOrError> {
  const answer = await fetch(`${url}/api/v1/generate`, {
    method: 'POST',
    headers: {
      ...writerOf(number),
      'Content-Type': 'application/json',
      'Idempotency-Key': `story-${number}`
    },
    body: JSON.stringify(storyBody(number))
  })
  return (await answer.json()) as StoryOrError
}

function writerOf(number: number): Headers {
  return callers[number % 2 === 0 ? 'key' : 'user'] as Headers
}

function storyBody(number: number): object {
  return storyRequest({ keywords: ['fox', `lantern ${number}`], max_length: 100 })
}

async function look(url: string, ids: readonly string[]): Promise<Seen> {
  const seen: Record<string, unknown> = {}
  const read = async (path: string, headers: Headers, name = path): Promise<void> => {
    const answer = await fetch(url + path, { headers })
    const { data } = (await answer.json()) as { readonly data?: object }
    // A backup does not contain the counts of the last minute.
    seen[name] = answer.ok ? { ...data, limits: undefined } : answer.status
  }
  for (const [number, id] of ids.entries()) {
    await read(`/api/v1/stories/${id}`, writerOf(number))
  }
  for (const [name, headers] of Object.entries(callers)) {
    await read('/api/v1/usage', headers, `usage of ${name}`)
  }
  await read('/api/v1/admin/budgets/key:tests', { 'X-API-Key': adminKey })
  return seen
}

function countBy(values: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
