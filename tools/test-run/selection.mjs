// @ts-check
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What Jest knows of a run before it begins.
 *
 * @typedef {object} Run
 * @property {string} rootDir
 * @property {boolean} findRelatedTests
 * @property {boolean} onlyChanged
 * @property {{ toExecutor(at: { rootDir: string }): { isMatch(path: string): boolean } }} testPathPatterns
 */

/**
 * Whether some spec of the run may ask for the built service or a store. Those beside the code never
 * do, and a few of them need not wait. In doubt it is so.
 *
 * @param {Run} run
 */
export function needsService({ rootDir, findRelatedTests, onlyChanged, testPathPatterns }) {
  if (findRelatedTests || onlyChanged) return true
  const chosen = testPathPatterns.toExecutor({ rootDir })
  return readdirSync(join(rootDir, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.spec.ts'))
    .some(file => chosen.isMatch(join(rootDir, 'test', file)))
}
