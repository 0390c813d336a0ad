// @ts-check
import { posix, win32 } from 'node:path'

/** @typedef {Record<string, string | undefined>} Environment */

// `npm run` hands its whole configuration down (prefix, omit, dry-run, workspace, …), and each
// would bend the `npm ci` inside. What stays says where packages come from and where they are
// cached, and that a user has forbidden install scripts.
const kept = new Set([
  'npm_config_cache',
  'npm_config_registry',
  'npm_config_userconfig',
  'npm_config_ignore_scripts'
])

/**
 * The environment for an `npm ci` that runs as if typed by hand, not from inside `npm run`.
 *
 * @param {Environment} env
 * @param {NodeJS.Platform} [platform]
 * @returns {Environment}
 */
export function environmentForNpm(env, platform = process.platform) {
  const clean = Object.fromEntries(
    Object.entries(env).filter(([name]) => {
      const lower = name.toLowerCase()
      return !lower.startsWith('npm_') || kept.has(lower)
    })
  )
  return withPath(clean, folders => folders.filter(folder => !isBinFolder(folder)), platform)
}

/**
 * The environment for a task's steps: the given folders are searched before all others.
 *
 * @param {Environment} env
 * @param {readonly string[]} first
 * @param {NodeJS.Platform} [platform]
 * @returns {Environment}
 */
export function environmentForSteps(env, first, platform = process.platform) {
  return withPath(
    env,
    folders => [...first, ...folders.filter(folder => !first.includes(folder))],
    platform
  )
}

/**
 * The folders on PATH, in order.
 *
 * @param {Environment} env
 * @param {NodeJS.Platform} [platform]
 */
export function pathOf(env, platform = process.platform) {
  const names = pathNames(env, platform)
  const value = names.map(name => env[name]).find(Boolean) ?? ''
  return value.split(delimiter(platform)).filter(Boolean)
}

/**
 * A variable whose name npm reads in any letter case.
 *
 * @param {Environment} env
 * @param {string} name in lower case
 */
export function readAnyCase(env, name) {
  const found = Object.keys(env).filter(key => key.toLowerCase() === name && env[key])
  return env[found.includes(name) ? name : (found[0] ?? name)]
}

/**
 * @param {Environment} env
 * @param {string} name in lower case
 * @param {string} value
 * @returns {Environment}
 */
export function setAnyCase(env, name, value) {
  const others = Object.entries(env).filter(([key]) => key.toLowerCase() !== name)
  return { ...Object.fromEntries(others), [name]: value }
}

/**
 * @param {Environment} env
 * @param {(folders: string[]) => string[]} change
 * @param {NodeJS.Platform} platform
 * @returns {Environment}
 */
function withPath(env, change, platform) {
  const names = pathNames(env, platform)
  const others = Object.entries(env).filter(([name]) => !names.includes(name))
  const folders = change(pathOf(env, platform))
  return {
    ...Object.fromEntries(others),
    [names[0] ?? 'PATH']: folders.join(delimiter(platform))
  }
}

/**
 * Windows has one PATH under any spelling; a plain copy of its environment may hold two.
 *
 * @param {Environment} env
 * @param {NodeJS.Platform} platform
 */
function pathNames(env, platform) {
  return Object.keys(env).filter(name =>
    platform === 'win32' ? name.toUpperCase() === 'PATH' : name === 'PATH'
  )
}

/** @param {NodeJS.Platform} platform */
function delimiter(platform) {
  return platform === 'win32' ? win32.delimiter : posix.delimiter
}

/** @param {string} folder */
function isBinFolder(folder) {
  return /[\\/]node_modules[\\/]\.bin[\\/]*$/.test(folder)
}
