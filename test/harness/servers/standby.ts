import { randomBytes } from 'node:crypto'
import { appendFile, chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import {
  startPostgres,
  type Postgres,
  type PostgresOptions
} from '../../../tools/stores/postgres.ts'
import { giveTo, type ServerUser } from '../../../tools/stores/server-user.ts'
import { copyTree } from './copy-tree.ts'

/**
 * A hot standby that streams from a primary of ours, from a copy of its data taken while it runs.
 * In synchronous_standby_names it is `walreceiver`.
 */
export function startStandby(
  primary: Postgres,
  { settings = {} }: Pick<PostgresOptions, 'settings'> = {}
): Promise<Postgres> {
  const fill = (folder: string, user: ServerUser | undefined): Promise<void> =>
    copyOfRunning(primary, user, folder)
  return startPostgres({ settings, data: { password: primary.password, fill } })
}

/** Promotes a standby; resolves when it accepts writes. */
export async function promote(standby: { readonly url: string }): Promise<void> {
  const session = new Client({ connectionString: standby.url })
  await session.connect()
  try {
    await session.query('SELECT pg_promote(true)')
  } finally {
    await session.end()
  }
}

/** Does what pg_basebackup does, because not every package of PostgreSQL contains it. */
async function copyOfRunning(
  { url: primary, data: from }: Postgres,
  user: ServerUser | undefined,
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

/** Resolves with the backup label, which makes the copy consistent. */
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

/** Folders whose files belong only to the running primary; they are copied empty. */
const notInBackups = /^(postmaster\.(pid|opts)|(pg_wal|pg_replslot|pg_notify|pg_stat_tmp)[\\/].*)$/
