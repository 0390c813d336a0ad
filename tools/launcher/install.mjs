// @ts-check
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { runNpmCi } from './npm.mjs'
import { LauncherError } from './project.mjs'

/**
 * @typedef {import('./environment.mjs').Environment} Environment
 * @typedef {import('./run-child.mjs').Ending} Ending
 */

/** @type {Ending} */
const done = { code: 0, signal: null }

/**
 * Brings node_modules in line with the lockfile, or does nothing when it is.
 *
 * @param {string} root
 * @param {Environment} env
 * @param {(line: string) => void} say
 * @returns {Promise<Ending>} code 0 when all is installed
 */
export async function installWhenNeeded(root, env, say) {
  if (isInstalled(root)) return done
  // Beside node_modules and not in it, since npm ci empties that.
  const lock = join(root, '.install.lock')
  /** @param {string} holder */
  const onWait = holder => say(`Waiting for another run that is installing (process ${holder}) …`)
  try {
    return await withLock(lock, { onWait }, async shareWith => {
      if (isInstalled(root)) return done
      return install(root, env, say, shareWith)
    })
  } catch (error) {
    const { code = '', path } = /** @type {NodeJS.ErrnoException} */ (error)
    if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) throw error
    throw new LauncherError(`Dependencies cannot be installed: no right to write ${path} (${code})`)
  }
}

/**
 * What an installation depends on. Contents, because a clone gives all files one time.
 *
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash('sha256')
  for (const name of ['package-lock.json', 'package.json']) {
    const file = join(root, name)
    hash.update(`${name}\0`).update(fs.existsSync(file) ? fs.readFileSync(file) : '')
  }
  return hash.update(`\0${process.platform} ${process.arch} ${libc()}`).digest('hex')
}

/** @param {string} root */
export function isInstalled(root) {
  const stamp = stampFile(root)
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8').trim() === fingerprint(root)
}

/**
 * @param {string} root
 * @param {string} [print]
 */
export function writeStamp(root, print = fingerprint(root)) {
  fs.writeFileSync(stampFile(root), `${print}\n`)
}

/**
 * @param {string} root
 * @param {Environment} env
 * @param {(line: string) => void} say
 * @param {(pid: number) => void} shareWith
 */
async function install(root, env, say, shareWith) {
  const first = !fs.existsSync(join(root, 'node_modules'))
  say(`Installing dependencies (${first ? 'first run' : 'they may have changed'}) …`)
  const started = Date.now()
  // Taken before, so that a lockfile changed meanwhile is noticed; and the old stamp goes first,
  // so that an installation broken off is not taken for a whole one.
  const print = fingerprint(root)
  fs.rmSync(stampFile(root), { force: true })

  const { ending, output } = await runNpmCi(root, env, shareWith)
  if (ending.asked) return { code: null, signal: null, asked: ending.asked }
  if (ending.code !== 0) {
    say(`${output.trimEnd()}\n\nInstalling failed; above is all that npm said.`)
    return ending
  }
  writeStamp(root, print)
  const packages = /added (\d+ packages?)/.exec(output)?.[1] ?? 'all'
  say(`Installed ${packages} in ${Math.round((Date.now() - started) / 1000)} s.`)
  return ending
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules', '.jiraiya-install')
}

/** npm chooses between the packages for glibc and musl, as it does between platforms. */
function libc() {
  if (process.platform !== 'linux' || !process.report) return ''
  // Without this it looks up the name of each peer, and may take seconds.
  Object.assign(process.report, { excludeNetwork: true })
  const { header } = /** @type {{ header: object }} */ (process.report.getReport())
  return 'glibcVersionRuntime' in header ? 'glibc' : 'musl'
}
