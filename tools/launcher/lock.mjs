// @ts-check
import { createHash, randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

// The lock is a folder with one file, and the file's name says who holds it:
// "<pid>[+<pid>].<machine>.<token>". Since all is in the name, each change of hands is a single rename
// that only one of two rivals can win: the folder arrives whole, and a take-over renames exactly
// the stale owner's file, never that of a newer one.

/** @type {Set<string>} */
const heldHere = new Set()

// Where a process id means the same process; two containers on one checkout differ in it.
const machine = createHash('sha256')
  .update(`${hostname()} ${processNamespace()}`)
  .digest('hex')
  .slice(0, 12)

/**
 * @typedef {object} LockOptions
 * @property {(holder: string) => void} [onWait] told once, when someone else holds the lock
 * @property {number} [pollMs]
 * @property {number} [beatMs] how often a holder shows that it lives
 * @property {number} [silenceMs] a holder that has not shown it for so long has lost the lock
 */

/**
 * Runs `work` while no other process that uses the same folder does. A lock whose holder is dead
 * is taken over at once; one whose holder cannot be seen from here, after `silenceMs` of silence.
 * With the function that `work` is given it can name a process that holds the lock beside us.
 *
 * @template T
 * @param {string} folder
 * @param {LockOptions} options
 * @param {(shareWith: (pid: number) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, options, work) {
  const tail = `${machine}.${randomUUID()}`
  let name = `${process.pid}.${tail}`
  await acquire(folder, name, options)
  const beat = setInterval(() => touch(join(folder, name)), options.beatMs ?? 2_000)
  /** @param {number} pid */
  const shareWith = pid => {
    const shared = `${process.pid}+${pid}.${tail}`
    if (rename(folder, name, shared)) name = shared
  }
  try {
    return await work(shareWith)
  } finally {
    clearInterval(beat)
    release(folder, name)
  }
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {LockOptions} options
 */
async function acquire(folder, name, { onWait, pollMs = 200, silenceMs = 30_000 }) {
  heldHere.add(tokenOf(name))
  let told = false
  let lastSign = ''
  let lastSignAt = performance.now()
  while (!arrive(folder, name)) {
    const holder = holderOf(folder)
    if (holder === undefined) {
      await sleep(pollMs)
      continue
    }

    // Measured by our own clock, so neither a wrong clock nor a suspended machine counts.
    const sign = `${holder} ${lastBeat(join(folder, holder))}`
    if (sign !== lastSign) {
      lastSign = sign
      lastSignAt = performance.now()
    }
    const silent = performance.now() - lastSignAt > silenceMs
    if ((isDead(holder) || silent) && rename(folder, holder, name)) return

    if (!told) onWait?.(pidsOf(holder)[0] ?? '')
    told = true
    await sleep(pollMs)
  }
}

/**
 * @param {string} folder
 * @param {string} name
 */
function arrive(folder, name) {
  if (fs.existsSync(folder) && !removeIfEmpty(folder)) return false
  const prepared = join(dirname(folder), `${basename(folder)}.${name}`)
  fs.mkdirSync(prepared)
  try {
    fs.writeFileSync(join(prepared, name), '')
    fs.renameSync(prepared, folder)
    return true
  } catch (error) {
    fs.rmSync(prepared, { recursive: true, force: true })
    // Whatever a platform calls "there is a folder already": somebody was faster.
    if (codeOf(error, 'EEXIST', 'ENOTEMPTY', 'EPERM', 'EACCES') && fs.existsSync(folder)) {
      return false
    }
    throw error
  }
}

/**
 * @param {string} folder
 * @param {string} from
 * @param {string} to
 */
function rename(folder, from, to) {
  try {
    fs.renameSync(join(folder, from), join(folder, to))
    touch(join(folder, to))
    return true
  } catch (error) {
    if (codeOf(error, 'ENOENT')) return false
    // On Windows that is a file someone is just looking at; elsewhere it will not get better.
    if (process.platform === 'win32' && codeOf(error, 'EPERM', 'EACCES')) return false
    throw error
  }
}

/**
 * @param {string} folder
 * @param {string} name
 */
function release(folder, name) {
  heldHere.delete(tokenOf(name))
  fs.rmSync(join(folder, name), { force: true })
  removeIfEmpty(folder)
}

/** @param {string} folder */
function removeIfEmpty(folder) {
  try {
    fs.rmdirSync(folder)
    return true
  } catch (error) {
    return codeOf(error, 'ENOENT')
  }
}

/** @param {string} folder */
function holderOf(folder) {
  try {
    return fs.readdirSync(folder)[0]
  } catch (error) {
    if (codeOf(error, 'ENOENT')) return undefined
    throw error
  }
}

/** @param {string} holder */
function isDead(holder) {
  const [, where] = holder.split('.')
  if (where !== machine) return false
  return pidsOf(holder).every(pid => isGone(Number(pid), holder))
}

/**
 * @param {number} pid
 * @param {string} holder
 */
function isGone(pid, holder) {
  // A container starts its process ids anew: the dead holder may have had ours.
  if (pid === process.pid) return !heldHere.has(tokenOf(holder))
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error, 'ESRCH')
  }
}

/** @param {string} holder */
function pidsOf(holder) {
  return holder.split('.')[0]?.split('+') ?? []
}

/** @param {string} holder */
function tokenOf(holder) {
  return holder.split('.')[2] ?? ''
}

/** @param {string} owner */
function lastBeat(owner) {
  return fs.statSync(owner, { throwIfNoEntry: false })?.mtimeMs
}

/** @param {string} owner */
function touch(owner) {
  try {
    const now = new Date()
    fs.utimesSync(owner, now, now)
  } catch {
    // The lock was taken from us, or the disk is gone: npm will say so better.
  }
}

function processNamespace() {
  try {
    return fs.readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

/**
 * @param {unknown} error
 * @param {...string} codes
 */
function codeOf(error, ...codes) {
  return codes.includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '')
}
