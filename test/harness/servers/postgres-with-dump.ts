import { readdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fromPackage } from './debian.ts'
import { firstWorking, type PostgresPrograms } from '../../../tools/stores/postgres-programs.ts'
import { onPath, works } from '../../../tools/stores/programs.ts'
import type { ServerUser } from '../../../tools/stores/server-user.ts'

/** The distribution's, unpacked in the temporary folder: nothing is installed. */
function downloadedPrograms(user: ServerUser | undefined): Promise<PostgresPrograms | undefined> {
  return fromPackage('postgresql', async ({ folder, env }) =>
    firstWorking(await versionFolders(join(folder, 'usr/lib/postgresql')), { user, env })
  )
}

/** PostgreSQL with psql, pg_dump and pg_restore, which the npm package does not contain. */
export async function programsWithDump(
  user: ServerUser | undefined
): Promise<PostgresPrograms | undefined> {
  for (const find of [onMachine, downloadedPrograms]) {
    const found = await find(user)
    if (found && (await hasDump(found))) return found
  }
  return undefined
}

async function hasDump({ postgres, env }: PostgresPrograms): Promise<boolean> {
  const needed = ['psql', 'pg_dump', 'pg_restore'].map(name => join(dirname(postgres), name))
  return (await Promise.all(needed.map(file => works(file, { env })))).every(Boolean)
}

async function onMachine(user: ServerUser | undefined): Promise<PostgresPrograms | undefined> {
  const found = onPath('postgres')
  const folders = await versionFolders('/usr/lib/postgresql')
  // A program on PATH may be a link into a folder with the other programs.
  const first = found ? [dirname(await realpath(found))] : []
  return firstWorking([...first, ...folders], { user })
}

/** Debian keeps each version apart; the newest comes first. */
async function versionFolders(parent: string): Promise<string[]> {
  const versions = await readdir(parent).catch(() => [])
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map(version => join(parent, version, 'bin'))
}
