// @ts-check
import { execFile } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { endProcess } from './processes.mjs'

const execute = promisify(execFile)

// The servers of a run are recorded in its folder, so that the reaper can end them, or the next run if
// the reaper was killed too.

/**
 * @param {string} folder
 * @param {import('./processes.mjs').Running} started
 */
export function note(folder, started) {
  appendFileSync(notes(folder), `${JSON.stringify(started)}\n`, { mode: 0o600 })
}

/**
 * Ends the servers of a run and removes its folder. Another process may do the same at the same time.
 *
 * @param {string} folder
 */
export async function endRun(folder) {
  await Promise.all(startedIn(folder).map(endProcess))
  await removeSharedMemory(folder)
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}

/**
 * Removes the shared memory of a crashed PostgreSQL, which otherwise only its restart removes. The
 * lock file, which exists only after a crash, has "key id" in its seventh line.
 *
 * @param {string} folder
 */
async function removeSharedMemory(folder) {
  const lock = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => '')
  const id = /^\s*\d+\s+(\d+)\s*$/.exec(lock.split('\n')[6] ?? '')?.[1]
  if (id !== undefined) await execute('ipcrm', ['-m', id]).catch(() => undefined)
}

/**
 * @param {string} folder
 * @returns {import('./processes.mjs').Running[]}
 */
function startedIn(folder) {
  if (!existsSync(notes(folder))) return []
  const lines = readFileSync(notes(folder), 'utf8').split('\n').filter(Boolean)
  return lines.map(line => JSON.parse(line))
}

/** @param {string} folder */
function notes(folder) {
  return join(folder, 'started')
}
