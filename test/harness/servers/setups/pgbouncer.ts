import { writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onPath, run, works } from '../../../../tools/stores/programs.ts'
import { startServer, type Server } from '../../../../tools/stores/server.ts'
import { giveTo, serverUser } from '../../../../tools/stores/server-user.ts'
import { StoreUnavailable } from '../../../../tools/stores/store-unavailable.ts'
import { fromPackage } from '../debian.ts'

interface PgBouncer {
  readonly file: string
  readonly env?: Readonly<Record<string, string>>
}

type Settings = Readonly<Record<string, string | number>>

/**
 * The PgBouncer of the machine, or of a downloaded package.
 * @throws StoreUnavailable if there is none
 */
export async function pgBouncer(): Promise<PgBouncer> {
  const file = onPath('pgbouncer')
  if (file !== undefined && (await works(file))) return { file }
  const found = await fromPackage('pgbouncer', async ({ folder, env }) => {
    const unpacked = join(folder, 'usr/sbin/pgbouncer')
    return (await works(unpacked, { env })) ? { file: unpacked, env } : undefined
  })
  if (found !== undefined) return found
  throw new StoreUnavailable(
    'NOT RUN: there is no PgBouncer; install it (apt-get install pgbouncer).'
  )
}

/** Whether this version can keep prepared statements: from 1.21 on. */
export async function keepsPreparedStatements({ file, env }: PgBouncer): Promise<boolean> {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(await run(file, ['--version'], { env })) ?? []
  return Number(major) > 1 || Number(minor) >= 21
}

/** A pooler in transaction mode in front of a database, for the users of the given URLs. */
export async function startPgBouncer(
  { file, env }: PgBouncer,
  [databaseUrl, ...otherUrls]: readonly [string, ...string[]],
  settings: Settings = {}
): Promise<Server> {
  const user = serverUser()
  const database = new URL(databaseUrl)
  const users = [databaseUrl, ...otherUrls].map(url => new URL(url))
  return startServer({
    prepare: async folder => {
      const secrets = users.map(({ username, password }) => `"${username}" "${password}"\n`)
      await writeFile(join(folder, 'users.txt'), secrets.join(''), { mode: 0o600 })
      await giveTo(user, join(folder, 'users.txt'))
    },
    program: (port, folder) => {
      const configuration = join(folder, 'pgbouncer.ini')
      const all = { ...defaults, ...settings, listen_port: port }
      const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}\n`)
      const target = `* = host=${database.hostname} port=${database.port}\n`
      writeFileSync(configuration, `[databases]\n${target}[pgbouncer]\n${lines.join('')}`)
      return { file, args: [configuration], env, user, ready: /process up: PgBouncer/ }
    },
    url: port => Object.assign(new URL(databaseUrl), { port: String(port) }).href
  })
}

const defaults: Settings = {
  listen_addr: '127.0.0.1',
  unix_socket_dir: '',
  pool_mode: 'transaction',
  // Few, so that a client gets another session for most transactions.
  default_pool_size: 3,
  auth_type: 'scram-sha-256',
  // The names of its clients, with the passwords for PostgreSQL.
  auth_file: 'users.txt'
}
