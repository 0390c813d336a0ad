// @ts-check
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ bin?: string | Record<string, string>, engines?: { node?: string }, optionalDependencies?: Record<string, string> }} Manifest */

/** Something the person at the keyboard has to see to; shown without a stack. */
export class LauncherError extends Error {}

/**
 * @param {string} folder
 * @returns {Manifest}
 */
export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/**
 * The file behind one of a package's commands. Read from the package itself, since the shims in
 * `node_modules/.bin` are shell scripts on Windows.
 *
 * @param {string} root
 * @param {string} packageName
 * @param {string} command
 */
export function binFile(root, packageName, command) {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = manifestOf(folder)
  const file = typeof bin === 'string' ? bin : bin?.[command]
  if (!file) throw new LauncherError(`The package ${packageName} has no command ${command}`)
  return join(folder, file)
}
