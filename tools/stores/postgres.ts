import { randomBytes } from 'node:crypto'
import { appendFile, chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { copyTree } from './copy-tree.ts'
import { containerOn, dockerAnswers } from './docker.ts'
import {
  downloadedPrograms,
  installedPrograms,
  majorVersion,
  type PostgresPrograms
} from './postgres-programs.ts'
import { run } from './programs.ts'
import type { RunFolderOptions } from './run-folder.ts'
import { startServer, type Server } from './server.ts'
import { giveTo, serverUser, type ServerUser } from './server-user.ts'
import { StoreUnavailable } from './store-unavailable.ts'

export interface PostgresOptions {
  /** As `-c name=value`, over what is set here for data that nobody will miss. */
  readonly settings?: Readonly<Record<string, string>>
  readonly folder?: RunFolderOptions
  /** In place of the first that are found. */
  readonly programs?: PostgresPrograms
}

type Settings = Readonly<Record<string, string>>

interface How {
  readonly programs: PostgresPrograms
  readonly user: ServerUser | undefined
  readonly password: string
  readonly settings: Settings
  readonly folder: RunFolderOptions
}

/** What a standby needs to know of its primary. */
interface Origin extends How {
  readonly data: string
}

const throwAway = {
  fsync: 'off',
  full_page_writes: 'off',
  // No more than memory may hold.
  max_wal_size: '256MB',
  max_connections: '300',
  // In the data folder, since a crash leaves it behind.
  dynamic_shared_memory_type: 'mmap',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: ''
}

const ready = /database system is ready to accept (read-only )?connections/
const origins = new WeakMap<Server, Origin>()

/**
 * A fresh PostgreSQL on a random port of 127.0.0.1, with a random password; its `url` is the
 * superuser's. A restart keeps the data, the end removes them.
 *
 * @throws {StoreUnavailable} when there is none to be had; an Error with its output when it does not start
 */
export async function startPostgres({
  settings = {},
  folder = {},
  programs
}: PostgresOptions = {}): Promise<Server> {
  const user = serverUser()
  const how = { user, password: newPassword(), settings: { ...throwAway, ...settings }, folder }
  const installed = programs ?? (await installedPrograms(user))
  if (installed) return startFresh({ ...how, programs: installed })
  if (await dockerAnswers()) return startInContainer(how.settings)
  const downloaded = await downloadedPrograms(user).catch((error: Error) => error)
  if (downloaded && !(downloaded instanceof Error))
    return startFresh({ ...how, programs: downloaded })
  throw new StoreUnavailable(
    `There is no PostgreSQL for ${process.platform} ${process.arch}: npm ci brought none (was it ` +
      'told to omit optional packages?), none is installed, and no Docker answers. Install ' +
      'PostgreSQL 15 or newer, start Docker, or set DATABASE_URL to a server whose data may go.',
    { cause: downloaded }
  )
}

/**
 * A hot standby that streams from a primary of ours, from a copy of its data taken while it runs.
 * In synchronous_standby_names it is `walreceiver`.
 */
export async function startStandby(
  primary: Server,
  { settings = {} }: PostgresOptions = {}
): Promise<Server> {
  const origin = origins.get(primary)
  if (!origin) throw new StoreUnavailable('A standby needs PostgreSQL’s programs, not a container.')
  return startHere({ ...origin, settings: { ...origin.settings, ...settings } }, data =>
    copyOfRunning(primary.url, origin, data)
  )
}

/** Makes a primary of a standby; resolves when it takes writes. */
export function promote(standby: Server): Promise<void> {
  return query(standby.url, 'SELECT pg_promote(true)')
}

function startFresh(how: How): Promise<Server> {
  return startHere(how, data => initialise(how, data))
}

async function startHere(how: How, fill: (data: string) => Promise<void>): Promise<Server> {
  const { programs, user, password, settings, folder } = how
  let data = ''
  const server = await startServer({
    folder,
    prepare: path => {
      data = join(path, 'data')
      return fill(data)
    },
    program: port => ({
      file: programs.postgres,
      args: ['-D', data, '-p', String(port), ...settingArguments(settings)],
      env: programs.env,
      user,
      ready
    }),
    url: port => urlOn(port, password)
  })
  origins.set(server, { ...how, data })
  return server
}

async function initialise({ programs, user, password }: How, data: string): Promise<void> {
  await mkdir(data, { mode: 0o700 })
  await giveTo(user, data)
  const passwordFile = `${data}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  await giveTo(user, passwordFile)
  const args = ['-D', data, '-U', 'postgres', '--pwfile', passwordFile, '--auth=scram-sha-256']
  const { env } = programs
  await run(programs.initdb, [...args, ...(await locale(programs)), '--no-sync'], { user, env })
  await rm(passwordFile)
}

/** From 17 on, upper and lower case beyond ASCII, the same on every system. */
async function locale(programs: PostgresPrograms): Promise<readonly string[]> {
  const plain = ['--encoding=UTF8', '--locale=C']
  if ((await majorVersion(programs)) < 17) return plain
  return [...plain, '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
}

/** As pg_basebackup would, which not every package of PostgreSQL has. */
async function copyOfRunning(
  primary: string,
  { data: from, user }: Origin,
  to: string
): Promise<void> {
  const own = (path: string): Promise<void> => giveTo(user, path)
  const slot = `standby_${randomBytes(4).toString('hex')}`
  const label = await duringBackup(primary, slot, () =>
    copyTree(from, to, { finish: own, skip: path => notInBackups.test(path) })
  )
  await chmod(to, 0o700)
  const follow = `primary_conninfo = '${primary}'\nprimary_slot_name = '${slot}'\n`
  await appendFile(join(to, 'postgresql.auto.conf'), follow)
  for (const [name, text] of [
    ['backup_label', label],
    ['standby.signal', '']
  ] as const) {
    await writeFile(join(to, name), text)
    await own(join(to, name))
  }
}

/** Resolves with the label that makes a copy made meanwhile a sound one. */
async function duringBackup(url: string, slot: string, copy: () => Promise<void>): Promise<string> {
  const session = new Client({ connectionString: url })
  await session.connect()
  try {
    await session.query('SELECT pg_create_physical_replication_slot($1, true)', [slot])
    await session.query('SELECT pg_backup_start($1, true)', [slot])
    await copy()
    const { rows } = await session.query<{ labelfile: string }>(
      'SELECT * FROM pg_backup_stop(false)'
    )
    return rows[0]?.labelfile ?? ''
  } finally {
    await session.end()
  }
}

/** What belongs to the running primary alone; the folders themselves are needed. */
const notInBackups = /^(postmaster\.(pid|opts)|(pg_wal|pg_replslot|pg_notify|pg_stat_tmp)[\\/].*)$/

function startInContainer(settings: Settings): Promise<Server> {
  const password = newPassword()
  return startServer({
    program: port =>
      containerOn(port, {
        image: 'postgres:18-alpine',
        port: 5432,
        env: { POSTGRES_PASSWORD: password },
        args: settingArguments({ ...settings, listen_addresses: '*' }),
        // The image starts a server once before the real one, to prepare it.
        ready: /init process complete[^]*ready to accept connections/,
        readyAgain: ready
      }),
    url: port => urlOn(port, password)
  })
}

async function query(url: string, sql: string): Promise<void> {
  const session = new Client({ connectionString: url })
  await session.connect()
  try {
    await session.query(sql)
  } finally {
    await session.end()
  }
}

function settingArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function urlOn(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}

function newPassword(): string {
  return randomBytes(18).toString('base64url')
}
