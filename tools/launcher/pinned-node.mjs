// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { binFile, LauncherError, manifestOf } from './project.mjs'

/**
 * @typedef {object} Machine
 * @property {string} platform as in process.platform
 * @property {string} arch as in process.arch
 * @property {string} version of the running Node, as in process.versions.node
 * @property {string} execPath of the running Node
 */

/** @type {Machine} */
const thisMachine = {
  platform: process.platform,
  arch: process.arch,
  version: process.versions.node,
  execPath: process.execPath
}

/**
 * Ends early, before half a minute of installing, where no Node will do in the end.
 *
 * @param {string} root
 * @param {Machine} [machine]
 * @throws {LauncherError}
 */
export function requireNodeInReach(root, machine = thisMachine) {
  const { optionalDependencies = {} } = manifestOf(root)
  if (packageName(machine) in optionalDependencies) return
  if (!isRecentEnough(root, machine.version)) throw tooOld(root, machine)
}

/**
 * The Node for all steps: the one that the lockfile names, or the running one where there is
 * none for this platform or it does not start (a musl or very old C library).
 *
 * @param {string} root
 * @param {Machine} [machine]
 * @throws {LauncherError}
 */
export function nodeFor(root, machine = thisMachine) {
  const pinned = pinnedNode(root, machine)
  if (pinned && starts(pinned)) return pinned
  if (isRecentEnough(root, machine.version)) return machine.execPath
  throw tooOld(root, machine)
}

/**
 * @param {string} root
 * @param {Machine} machine
 */
function pinnedNode(root, machine) {
  const name = packageName(machine)
  if (!existsSync(join(root, 'node_modules', name, 'package.json'))) return undefined
  return binFile(root, name, 'node')
}

/** @param {Machine} machine */
function packageName({ platform, arch }) {
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`
}

/** @param {string} node */
function starts(node) {
  return spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0
}

/**
 * @param {string} root
 * @param {string} version
 */
function isRecentEnough(root, version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const least = leastVersion(root)
  return major > least.major || (major === least.major && minor >= least.minor)
}

/** @param {string} root */
function leastVersion(root) {
  const range = manifestOf(root).engines?.node ?? ''
  const found = /^>=\s*(\d+)\.(\d+)/.exec(range)
  if (!found) throw new LauncherError('package.json: engines.node should read ">=<major>.<minor>"')
  return { major: Number(found[1]), minor: Number(found[2]) }
}

/**
 * @param {string} root
 * @param {Machine} machine
 */
function tooOld(root, { platform, arch, version }) {
  const { major, minor } = leastVersion(root)
  return new LauncherError(
    `This project needs Node ${major}.${minor} or newer, and this is Node ${version}. ` +
      `For ${platform} ${arch} it brings none of its own that starts here: ` +
      `please install Node ${major} (with nvm: "nvm install", .nvmrc has the version).`
  )
}
