// @ts-check
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

// Plain JavaScript, because the reaper imports it and must start quickly.

const politeMs = 5_000
const pollMs = 10

/** @typedef {{ readonly pid: number, readonly identity: string }} Running */

/**
 * A value that distinguishes a process from a later one with the same id; undefined if it has ended. A
 * zombie counts as ended, because in a container without an init it may never be removed.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  if (process.platform === 'linux') {
    const [state, , , ...rest] = statOf(pid)
    return state === undefined || /[ZX]/.test(state) ? undefined : rest[16]
  }
  try {
    process.kill(pid, 0)
  } catch {
    return undefined
  }
  return process.platform === 'win32' ? 'unknown' : ps('-o', 'lstart=', '-p', `${pid}`)[0]
}

/**
 * Ends a server with SIGTERM, then with SIGKILL. A PostgreSQL that is killed leaves shared memory.
 *
 * @param {Running} running
 */
export async function endProcess(running) {
  if (isGone(running)) return
  signalTree(running.pid, 'SIGCONT')
  signal(running.pid, 'SIGINT')
  if (await goneWithin(running, politeMs)) return
  await killProcess(running)
}

/** @param {Running} running */
export async function killProcess(running) {
  if (isGone(running)) return
  signalTree(running.pid, 'SIGKILL')
  await goneWithin(running, politeMs)
}

/**
 * Signals a process and its children. A process group does not work, because each child of PostgreSQL
 * has its own. The parent is first, so that it starts no further children.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
export function signalTree(pid, name) {
  const before = childrenOf(pid)
  signal(pid, name)
  for (const child of new Set([...before, ...childrenOf(pid)])) signal(child, name)
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended meanwhile.
  }
}

/** @param {Running} running */
function isGone({ pid, identity }) {
  return identityOf(pid) !== identity
}

/**
 * @param {Running} running
 * @param {number} ms
 */
async function goneWithin(running, ms) {
  const until = performance.now() + ms
  while (!isGone(running)) {
    if (performance.now() > until) return false
    await sleep(pollMs)
  }
  return true
}

/**
 * @param {number} parent
 * @returns {number[]}
 */
function childrenOf(parent) {
  if (process.platform === 'win32') return []
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name) && Number(statOf(Number(name))[1]) === parent)
      .map(Number)
  }
  return ps('-A', '-o', 'ppid=,pid=')
    .map(line => line.trim().split(/\s+/).map(Number))
    .flatMap(([ppid, pid]) => (ppid === parent && pid !== undefined ? [pid] : []))
}

/**
 * The fields after the name, which may itself hold spaces and brackets: state, parent, group, ….
 *
 * @param {number} pid
 * @returns {string[]}
 */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** @param {string[]} args */
function ps(...args) {
  try {
    return execFileSync('ps', args, { encoding: 'utf8' }).split('\n').filter(Boolean)
  } catch {
    return []
  }
}
