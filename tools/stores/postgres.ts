import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { embeddedPrograms, majorVersion, type PostgresPrograms } from './postgres-programs.ts'
import { run } from './programs.ts'
import type { RunFolderOptions } from './run-folder.ts'
import { startServer, type Server } from './server.ts'
import { giveTo, serverUser, type ServerUser } from './server-user.ts'

export interface PostgresOptions {
  /** Settings (`-c name=value`) that override the ones for disposable data. */
  readonly settings?: Readonly<Record<string, string>>
  readonly folder?: RunFolderOptions
  /** The programs to run. Default: those installed by npm. */
  readonly programs?: PostgresPrograms
  /** An existing data folder. Default: an empty database. */
  readonly data?: {
    readonly password: string
    fill(folder: string, user: ServerUser | undefined): Promise<void>
  }
}

/** A test server, with what a copy of it needs. */
export interface Postgres extends Server {
  readonly data: string
  readonly password: string
}

const throwAway = {
  fsync: 'off',
  full_page_writes: 'off',
  // Limits the files, because the folder may be in memory.
  max_wal_size: '256MB',
  max_connections: '300',
  // A file in the data folder, because other kinds of shared memory remain after a crash.
  dynamic_shared_memory_type: 'mmap',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: ''
}

const ready = /database system is ready to accept (read-only )?connections/

/**
 * A fresh PostgreSQL on a random port of 127.0.0.1, with a random password; its `url` is the
 * superuser's. A restart keeps the data, the end removes them.
 *
 * @throws {StoreUnavailable} without programs; an Error with the server's output if it does not start
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const user = serverUser()
  const programs = options.programs ?? (await embeddedPrograms(user))
  const password = options.data?.password ?? newPassword()
  let data = ''
  const server = await startServer({
    folder: options.folder ?? {},
    prepare: path => {
      data = join(path, 'data')
      return options.data?.fill(data, user) ?? initialise(programs, user, password, data)
    },
    program: port => ({
      file: programs.postgres,
      args: [
        '-D',
        data,
        '-p',
        String(port),
        ...settingArguments({ ...throwAway, ...options.settings })
      ],
      env: programs.env,
      user,
      ready
    }),
    url: port => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  })
  return Object.assign(server, { data, password })
}

async function initialise(
  programs: PostgresPrograms,
  user: ServerUser | undefined,
  password: string,
  data: string
): Promise<void> {
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

/** From version 17 on, a built-in locale that handles non-ASCII letters the same on every system. */
async function locale(programs: PostgresPrograms): Promise<readonly string[]> {
  const plain = ['--encoding=UTF8', '--locale=C']
  if ((await majorVersion(programs)) < 17) return plain
  return [...plain, '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
}

function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function newPassword(): string {
  return randomBytes(18).toString('base64url')
}
