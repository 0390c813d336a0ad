import { randomBytes } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceProcess } from '../../../tools/dev/service-process.ts'
import { startSimulator } from '../../../tools/simulator/simulator.ts'
import { ask } from '../../harness/servers/ask.ts'
import { startBalancer, type Balancer } from '../../harness/servers/balancer.js'
import { eventually, startInstance } from '../../harness/service/instances.js'
import { keyEntry, type Headers } from '../../harness/fixtures/stories.js'
import { storyRequest } from '../../harness/fixtures/requests.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'
import { userToken } from '../../harness/fixtures/tokens.js'

type Name = 'old token' | 'new token' | 'old key' | 'new key'
type Settings = Readonly<Record<string, string>>
/** Number of answers, by status. */
type Answers = Readonly<Record<number, number>>

type SecretFiles = ReturnType<typeof filesIn>

interface Rotation {
  readonly files: SecretFiles
  readonly settings: Settings
  readonly users: TwoUsers
  readonly url: string
  readonly restart: (which: Settings) => Promise<void>
}

const secret = {
  old: 'the-secret-of-kuybi-before-the-rotation-began',
  new: 'the-secret-of-kuybi-after-the-rotation-is-over'
}
const key = {
  old: 'the-key-of-the-dashboard-before-the-rotation',
  new: 'the-key-of-the-dashboard-after-the-rotation'
}
const headers: Readonly<Record<Name, Headers>> = {
  'old token': { Authorization: `Bearer ${userToken({}, secret.old)}` },
  'new token': { Authorization: `Bearer ${userToken({}, secret.new)}` },
  'old key': { 'X-API-Key': key.old },
  'new key': { 'X-API-Key': key.new }
}
const entryOf = (text: string): object => keyEntry('dashboard', text, ['stories'])
const askEveryMs = 25

/**
 * Two instances behind a load balancer. Their secrets are files, as an agent of a vault writes them.
 */
describe('Secrets in files, changed by a rolling restart', () => {
  const report: {
    first: Partial<Record<Name, Answers>>
    second: Partial<Record<Name, Answers>>
    refusedAtTheEnd: Partial<Record<Name, number>>
    readByTheNewKey: number
    withoutARestart: number
    oldUserIsLocked: boolean
    exitCodes: (number | null)[]
  } = {
    first: {},
    second: {},
    refusedAtTheEnd: {},
    readByTheNewKey: 0,
    withoutARestart: 0,
    oldUserIsLocked: false,
    exitCodes: []
  }

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jiraiya-secrets-'))
    const [database, simulator, balancer] = await Promise.all([
      createTestDatabase(),
      startSimulator(),
      startBalancer()
    ])
    const users = await twoUsers(database)
    const files = filesIn(folder)
    const settings = settingsWith(files, simulator.baseUrl)
    const instances: ServiceProcess[] = []
    const restart = (which: Settings): Promise<void> =>
      restartAll(instances, balancer, which, report.exitCodes)
    const rotation = { files, settings, users, url: balancer.url, restart }
    try {
      await put(files.database, users.old)
      await put(files.jwt, secret.old)
      await put(files.keys, JSON.stringify([entryOf(key.old)]))
      for (const _ of [1, 2]) instances.push(await startInstance(settings))
      balancer.set(instances.map(({ url }) => url))
      for (const { url } of instances) await balancer.sends(url)
      const id = await writeStory(balancer.url, headers['old key'])
      await addTheNewSecrets(rotation)
      await lockTheOldUser(rotation, id)
      await removeTheOldSecrets(rotation)
    } finally {
      await Promise.all(instances.map(instance => instance.stop()))
      await Promise.all([balancer.close(), simulator.close()])
      await database.drop()
      await users.drop()
      await rm(folder, { recursive: true })
    }
  })

  async function addTheNewSecrets({
    files,
    settings,
    users,
    url,
    restart
  }: Rotation): Promise<void> {
    await put(files.database, users.new)
    await put(files.jwt, secret.new)
    await put(files.previousJwt, secret.old)
    await put(files.keys, JSON.stringify([entryOf(key.old), entryOf(key.new)]))
    report.withoutARestart = await statusOf(url, headers['new token'])
    report.first = await during(url, ['old token', 'old key'], () =>
      restart(withPrevious(settings, files))
    )
  }

  async function lockTheOldUser(
    { files, settings, users, url, restart }: Rotation,
    storyId: string
  ): Promise<void> {
    await users.lockOld()
    report.oldUserIsLocked = await ask(users.old, 'SELECT 1').then(
      () => false,
      () => true
    )
    // Now Kuybi signs with the new secret, and the dashboard gets its new key.
    report.readByTheNewKey = await statusOf(url, headers['new key'], `/api/v1/stories/${storyId}`)
    const both: Name[] = ['old token', 'new token', 'old key', 'new key']
    report.second = await during(url, both, () => restart(withPrevious(settings, files)))
  }

  async function removeTheOldSecrets({ files, settings, url, restart }: Rotation): Promise<void> {
    await put(files.keys, JSON.stringify([entryOf(key.new)]))
    const third = await during(url, ['new token', 'new key'], () => restart(settings))
    report.second = { ...report.second, ...sums(report.second, third) }
    for (const name of ['old token', 'old key'] as const) {
      report.refusedAtTheEnd[name] = await statusOf(url, headers[name])
    }
  }

  it('have no effect on a running instance', () => {
    expect(report.withoutARestart).toBe(401)
  })

  it.each(['old token', 'old key'] as const)('never reject the %s while both are valid', name => {
    expectOnlySuccess(report.first[name])
    expectOnlySuccess(report.second[name])
  })

  it.each(['new token', 'new key'] as const)(
    'never reject the %s from the time it is added',
    name => {
      expectOnlySuccess(report.second[name])
    }
  )

  it('work with another database user after the previous one is locked', () => {
    expectOnlySuccess(report.second['old key'])
    expect(report.oldUserIsLocked).toBe(true)
  })

  it('reject the old secrets at the end', () => {
    expect(report.refusedAtTheEnd).toEqual({ 'old token': 401, 'old key': 401 })
  })

  it('give a new key of the same name access to the stories of the old one', () => {
    expect(report.readByTheNewKey).toBe(200)
  })

  it('leave every instance with exit code 0', () => {
    expect(report.exitCodes).toEqual([0, 0, 0, 0, 0, 0])
  })
})

function expectOnlySuccess(answers: Answers | undefined): void {
  expect(Object.keys(answers ?? {})).toEqual(['200'])
  expect(answers?.[200]).toBeGreaterThan(20)
}

function filesIn(folder: string) {
  const file = (name: string): string => join(folder, name)
  return {
    database: file('database'),
    jwt: file('jwt'),
    previousJwt: file('jwt-previous'),
    keys: file('keys')
  }
}

function settingsWith({ database, jwt, keys }: SecretFiles, providerUrl: string): Settings {
  return {
    DATABASE_URL: '',
    DATABASE_URL_FILE: database,
    JWT_SECRET: '',
    JWT_SECRET_FILE: jwt,
    API_KEYS: '',
    API_KEYS_FILE: keys,
    OPENAI_BASE_URL: providerUrl,
    SHUTDOWN_DELAY: '1'
  }
}

function withPrevious(settings: Settings, { previousJwt }: SecretFiles): Settings {
  return { ...settings, JWT_SECRET_PREVIOUS_FILE: previousJwt }
}

interface TwoUsers {
  readonly old: string
  readonly new: string
  /** Resolves when the old role has no connection and can no longer log in. */
  lockOld(): Promise<void>
  drop(): Promise<void>
}

/**
 * Two users of a database that act as one owner, so that both own all tables. Two are needed, because
 * a user has only one password.
 */
async function twoUsers(database: TestDatabase): Promise<TwoUsers> {
  const owner = `owner_${randomBytes(6).toString('hex')}`
  const [old, fresh] = [`${owner}_a`, `${owner}_b`]
  const password = randomBytes(12).toString('hex')
  const { pathname } = new URL(database.url)
  const run = (sql: string): Promise<unknown> => ask(database.url, sql)
  await run(`CREATE ROLE ${owner}`)
  for (const user of [old, fresh]) {
    await run(`CREATE ROLE ${user} LOGIN PASSWORD '${password}' IN ROLE ${owner}`)
    await run(`ALTER ROLE ${user} SET role TO ${owner}`)
  }
  await run(`ALTER DATABASE ${pathname.slice(1)} OWNER TO ${owner}`)
  const urlOf = (user: string): string =>
    Object.assign(new URL(database.url), { username: user, password }).href
  return {
    old: urlOf(old),
    new: urlOf(fresh),
    lockOld: async () => {
      const left = `SELECT count(*)::int FROM pg_stat_activity WHERE usename = '${old}'`
      await eventually(async () => (await run(left)) === 0)
      await run(`ALTER ROLE ${old} NOLOGIN`)
    },
    drop: async () => {
      const server = String(process.env['TEST_DATABASE_URL'])
      for (const role of [old, fresh, owner]) await ask(server, `DROP ROLE ${role}`)
    }
  }
}

/** Replaces the file by a rename, as agents do, so that it is never read in part. */
async function put(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function restartAll(
  instances: ServiceProcess[],
  balancer: Balancer,
  settings: Settings,
  exitCodes: (number | null)[]
): Promise<void> {
  for (const [index, old] of instances.entries()) {
    const fresh = await startInstance(settings)
    instances[index] = fresh
    balancer.set([...instances, old].map(({ url }) => url))
    await balancer.sends(fresh.url)
    exitCodes.push(await old.stop())
    balancer.set(instances.map(({ url }) => url))
  }
}

/** Sends requests with each credential while the work runs. */
async function during(
  url: string,
  names: readonly Name[],
  work: () => Promise<void>
): Promise<Partial<Record<Name, Answers>>> {
  const over = new AbortController()
  const asking = names.map(async (name): Promise<readonly [Name, Answers]> => {
    const answers: Record<number, number> = {}
    while (!over.signal.aborted) {
      const status = await statusOf(url, headers[name])
      answers[status] = (answers[status] ?? 0) + 1
      await new Promise(resolve => setTimeout(resolve, askEveryMs))
    }
    return [name, answers]
  })
  try {
    await work()
  } finally {
    over.abort()
  }
  return Object.fromEntries(await Promise.all(asking))
}

function sums(
  some: Partial<Record<Name, Answers>>,
  others: Partial<Record<Name, Answers>>
): Partial<Record<Name, Answers>> {
  const names = Object.keys(others) as Name[]
  return Object.fromEntries(
    names.map(name => {
      const sum: Record<number, number> = { ...some[name] }
      for (const [status, count] of Object.entries(others[name] ?? {})) {
        sum[Number(status)] = (sum[Number(status)] ?? 0) + count
      }
      return [name, sum]
    })
  )
}

/** 0 if there was no response. */
function statusOf(url: string, credential: Headers, path = '/api/v1/usage'): Promise<number> {
  return fetch(url + path, { headers: credential }).then(
    ({ status }) => status,
    () => 0
  )
}

async function writeStory(url: string, credential: Headers): Promise<string> {
  const answer = await fetch(`${url}/api/v1/generate`, {
    method: 'POST',
    headers: { ...credential, 'Content-Type': 'application/json' },
    body: JSON.stringify(storyRequest({ max_length: 100 }))
  })
  const { id } = (await answer.json()) as { readonly id: string }
  return id
}
