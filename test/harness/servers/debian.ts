import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { onPath, run } from '../../../tools/stores/programs.ts'
import { baseFolder, openRunFolder } from '../../../tools/stores/run-folder.ts'

/**
 * A Debian package and its dependencies, unpacked into a folder: it needs no root, installs nothing
 * and starts no service.
 */
export interface Unpacked {
  readonly folder: string
  /** The environment with which its programs find their libraries. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * A program of a Debian package. The package is downloaded the first time, and again if files are
 * missing, because temporary folders are cleaned. Undefined on a system without such packages.
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
    // Another run may have created the same folder first.
    await rename(contents, folder).catch(() => undefined)
  } finally {
    await making.close()
  }
}

/** Downloads the package and its missing dependencies into the folder's `archives`. */
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

/**
 * Private libraries, such as libpulsecommon, are one folder deeper, and are searched only at their
 * installed path.
 */
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
