import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { onPath, run } from '../../../tools/stores/programs.ts'
import { baseFolder, openRunFolder } from '../../../tools/stores/run-folder.ts'

/** A package and what it needs, unpacked somewhere: no root, no installation, no service started. */
export interface Unpacked {
  readonly folder: string
  /** For its programs to find their libraries. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * A program of a package, which is downloaded at the first time, and again when what was kept is no
 * longer whole: temporary folders are cleaned. Nothing on a system that has no such packages.
 */
export async function fromPackage<T>(
  name: string,
  find: (unpacked: Unpacked) => Promise<T | undefined>
): Promise<T | undefined> {
  if (!onPath('apt-get') || !onPath('dpkg')) return undefined
  const folder = join(await baseFolder(), `${name}-${await systemName()}`)
  const look = async (): Promise<T | undefined> => find({ folder, env: await environment(folder) })
  const kept = existsSync(folder) ? await look() : undefined
  if (kept) return kept
  await unpack(name, folder)
  return look()
}

async function unpack(name: string, folder: string): Promise<void> {
  const making = await openRunFolder()
  const [archives, contents] = [join(making.path, 'archives'), join(making.path, 'contents')]
  try {
    await download(name, making.path)
    await mkdir(contents, { mode: 0o755 })
    for (const file of await readdir(archives)) {
      if (file.endsWith('.deb')) await run('dpkg', ['-x', join(archives, file), contents])
    }
    await rm(folder, { recursive: true, force: true })
    // Another run may have been faster, with the same.
    await rename(contents, folder).catch(() => undefined)
  } finally {
    await making.close()
  }
}

/** The package with what is missing here of all it depends on, into the folder's `archives`. */
async function download(name: string, folder: string): Promise<void> {
  const lists = join(folder, 'lists')
  await mkdir(join(folder, 'archives/partial'), { recursive: true })
  await mkdir(join(lists, 'partial'), { recursive: true })
  const options = ['-qq', '-o', 'Debug::NoLocking=1', '-o', `Dir::Cache=${folder}`]
  const install = ['install', '-y', '--download-only', '--no-install-recommends', name]
  try {
    await run('apt-get', [...options, ...install])
  } catch {
    // The system's own lists may be missing or old; only root could bring them up to date.
    const ownLists = [...options, '-o', `Dir::State::lists=${lists}`]
    await run('apt-get', [...ownLists, 'update'])
    await run('apt-get', [...ownLists, ...install])
  }
}

async function environment(folder: string): Promise<Record<string, string>> {
  return { LD_LIBRARY_PATH: (await libraryFolders(folder)).join(':') }
}

/** Libraries that only each other need lie one folder deeper (libpulsecommon), found by a path we are not at. */
async function libraryFolders(folder: string): Promise<string[]> {
  const parents = ['usr/lib', 'lib'].map(parent => join(folder, parent))
  const found = await Promise.all(
    parents.map(async parent => {
      const names = await readdir(parent).catch(() => [])
      const machines = names.filter(name => name.includes('-linux-'))
      return Promise.all(machines.map(async name => withLibraries(join(parent, name))))
    })
  )
  return found.flat(2)
}

async function withLibraries(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const deeper = entries
    .filter(({ name, parentPath }) => /^lib.*\.so\b/.test(name) && dirname(parentPath) === folder)
    .map(({ parentPath }) => parentPath)
  return [folder, ...new Set(deeper)]
}

/** Packages of one system do not fit another, and a temporary folder may be shared. */
async function systemName(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return `${process.arch}-${createHash('sha256').update(release).digest('hex').slice(0, 12)}`
}
