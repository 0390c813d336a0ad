import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, lstat, mkdir, mkdtemp, readdir, readlink, stat, statfs } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endRun } from './end-run.mjs'
import { identityOf } from './processes.mjs'

/** The data folder of a server. It is removed when this process ends. */
export interface RunFolder {
  readonly path: string
  /** Ends the servers that are recorded in it, then removes it. */
  close(): Promise<void>
}

const reaper = fileURLToPath(new URL('reaper.mjs', import.meta.url))
/** Other users can open paths below the folder, as the server's user must, but cannot list it. */
const passable = 0o711
const memoryFolder = '/dev/shm'
const tmpfs = 0x01021994
const gibibyte = 2 ** 30

export interface RunFolderOptions {
  /** In memory if enough is free: a new database has hundreds of files, which is slow on some disks. */
  readonly inMemory?: boolean
}

/** Creates a folder that is removed when this process ends, even by kill -9. Removes stale folders. */
export async function openRunFolder({
  inMemory = false
}: RunFolderOptions = {}): Promise<RunFolder> {
  const fast = inMemory && (await memoryIsPlenty())
  const base = fast ? await ownFolderIn(memoryFolder) : await baseFolder()
  await sweep(base)
  const path = await mkdtemp(join(base, `${await prefix()}.${process.pid}.${ownIdentity()}.`))
  await chmod(path, passable)
  const guard = spawn(process.execPath, [reaper, path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore']
  })
  const ended = once(guard, 'exit')
  guard.unref()
  const close = async (): Promise<void> => {
    guard.ref()
    guard.stdin.end()
    await ended
    await endRun(path)
  }
  return { path, close }
}

/**
 * The base folder in the system's temporary folder, for runs and for files that are reused. For root it
 * is one that other users can reach, because no server runs as root.
 */
export async function baseFolder(): Promise<string> {
  return ownFolderIn(process.getuid?.() === 0 ? await reachableTemporaryFolder() : tmpdir())
}

async function ownFolderIn(parent: string): Promise<string> {
  const wanted = join(parent, `jiraiya-stores-${process.getuid?.() ?? 'user'}`)
  await mkdir(wanted, { mode: passable }).catch(() => undefined)
  const folder = (await isOurs(wanted)) ? wanted : await mkdtemp(`${wanted}-`)
  await chmod(folder, passable)
  return folder
}

/** Ends the runs whose process has died. */
async function sweep(base: string): Promise<void> {
  const ours = await prefix()
  const dead = (await readdir(base)).filter(name => {
    const [start, pid, identity] = name.split('.')
    return start === ours && identityOf(Number(pid)) !== identity
  })
  await Promise.all(dead.map(name => endRun(join(base, name))))
}

/** Identifies the scope of process ids, because containers may share a temporary folder. */
async function prefix(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return `run-${createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 12)}`
}

function ownIdentity(): string {
  return identityOf(process.pid) ?? ''
}

/** Another user could have created the predictable name first, so owner and mode are checked. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  if (!found?.isDirectory()) return false
  return !process.getuid || (found.uid === process.getuid() && (found.mode & 0o022) === 0)
}

async function reachableTemporaryFolder(): Promise<string> {
  for (const folder of [tmpdir(), '/tmp', '/var/tmp']) {
    if (await isReachableByAll(folder)) return folder
  }
  return tmpdir()
}

async function memoryIsPlenty(): Promise<boolean> {
  if (process.platform !== 'linux' || process.availableMemory() < 2 * gibibyte) return false
  const found = await statfs(memoryFolder).catch(() => undefined)
  return found?.type === tmpfs && found.bavail * found.bsize > gibibyte
}

async function isReachableByAll(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  if (!found || (found.mode & 0o001) === 0) return false
  return dirname(folder) === folder || isReachableByAll(dirname(folder))
}
