// @ts-check
import * as fs from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentForNpm, pathOf, readAnyCase, setAnyCase } from './environment.mjs'
import { LauncherError } from './project.mjs'
import { runChild } from './run-child.mjs'

/** @typedef {import('./environment.mjs').Environment} Environment */

// Whatever a user's configuration leaves out, and whichever Node npm itself runs on.
const ci = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--engine-strict=false',
  '--no-audit',
  '--no-fund'
]

const killWithParent = fileURLToPath(new URL('kill-with-parent.cjs', import.meta.url))

/**
 * Runs `npm ci` in the project, and keeps what it says.
 *
 * @param {string} root
 * @param {Environment} env as given to the launcher
 * @param {(pid: number) => void} onStart told npm's process id
 */
export async function runNpmCi(root, env, onStart) {
  const clean = withUsableCache(environmentForNpm(env))
  const npm = npmCommand(root, env, clean)
  moveOwnNodeAway(root)
  /** @type {Buffer[]} */
  const chunks = []
  /** @type {import('node:child_process').SpawnOptions} */
  const options = {
    cwd: root,
    env: clean,
    shell: npm.shell,
    // No standard input: a question that nobody sees would wait for ever.
    stdio: ['ignore', 'pipe', 'pipe', ...(npm.shell ? [] : [/** @type {const} */ ('ipc')])]
  }
  const relay = {
    // On a polite signal npm first puts the old state back, which takes longer than installing;
    // but what it leaves has no stamp and will be replaced.
    as: /** @type {const} */ ('SIGKILL'),
    onStart: (/** @type {import('node:child_process').ChildProcess} */ child) => {
      if (child.pid) onStart(child.pid)
      child.stdout?.on('data', chunk => chunks.push(chunk))
      child.stderr?.on('data', chunk => chunks.push(chunk))
    }
  }
  const ending = await runChild(npm.file, [...npm.args, ...ci], options, relay).catch(error => {
    throw new LauncherError(`npm could not be started: ${error.message}`)
  })
  return { ending, output: Buffer.concat(chunks).toString('utf8') }
}

/**
 * @param {string} root
 * @param {Environment} env as given to the launcher
 * @param {Environment} clean
 */
function npmCommand(root, env, clean) {
  const script = npmScript(env, clean)
  if (script) {
    // The preload ends npm with us, however we end.
    return { file: nodeForNpm(root, env, clean), args: ['--require', killWithParent, script] }
  }
  // A .cmd file starts only through a shell; no argument of ours needs quoting.
  const shell = process.platform === 'win32'
  return { file: 'npm', args: [], shell }
}

/**
 * @param {Environment} env
 * @param {Environment} clean
 */
function npmScript(env, clean) {
  const given = readAnyCase(env, 'npm_execpath')
  // yarn and pnpm set the variable too, to themselves.
  if (given && basename(given) === 'npm-cli.js' && fs.existsSync(given)) return given
  for (const folder of pathOf(clean)) {
    const beside = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')
    if (process.platform === 'win32' && fs.existsSync(beside)) return beside
    const npm = join(folder, 'npm')
    if (process.platform === 'win32' || !fs.existsSync(npm)) continue
    const target = fs.realpathSync(npm)
    return basename(target) === 'npm-cli.js' ? target : undefined
  }
  return undefined
}

/**
 * After the first run `npm run` finds our own Node first on PATH; but npm ci takes that away
 * under its own feet, so npm gets the machine's.
 *
 * @param {string} root
 * @param {Environment} env
 * @param {Environment} clean
 */
function nodeForNpm(root, env, clean) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const candidates = [
    readAnyCase(env, 'npm_node_execpath'),
    process.execPath,
    ...pathOf(clean).map(folder => join(folder, name))
  ]
  return candidates.find(file => file && isOutside(root, file)) ?? process.execPath
}

/**
 * @param {string} root
 * @param {string} file
 */
function isOutside(root, file) {
  if (!fs.existsSync(file)) return false
  return !fs.realpathSync(file).startsWith(fs.realpathSync(root) + sep)
}

/**
 * Windows lets nobody delete a running program, but rename it: when this launcher itself runs on
 * the project's Node, that file has to be out of the way of npm ci.
 *
 * @param {string} root
 */
function moveOwnNodeAway(root) {
  if (process.platform !== 'win32' || isOutside(root, process.execPath)) return
  const prefix = '.install.lock.node-'
  for (const name of fs.readdirSync(root)) {
    if (name.startsWith(prefix)) fs.rmSync(join(root, name), { force: true, maxRetries: 0 })
  }
  fs.renameSync(process.execPath, join(root, `${prefix}${process.pid}.exe`))
}

/**
 * @param {Environment} env
 * @returns {Environment}
 */
function withUsableCache(env) {
  const given = readAnyCase(env, 'npm_config_cache')
  const home = process.platform === 'win32' ? env.USERPROFILE : env.HOME
  const usable = given ? canWriteBelow(given) : canWrite(home) && canWriteBelow(join(home, '.npm'))
  if (usable) return env
  const own = ownFolder()
  const withCache = setAnyCase(env, 'npm_config_cache', join(own, 'npm-cache'))
  // npm asks the system for the home of a user that the system may not know.
  return home || hasSystemHome() ? withCache : { ...withCache, HOME: own }
}

/**
 * A folder of ours alone: a name that others could have taken first is used only when it is ours.
 */
function ownFolder() {
  const user = process.getuid?.() ?? 'user'
  const folder = join(tmpdir(), `jiraiya-${user}`)
  try {
    fs.mkdirSync(folder, { mode: 0o700 })
    return folder
  } catch {
    const found = fs.lstatSync(folder, { throwIfNoEntry: false })
    const isOurs = found?.isDirectory() && (user === 'user' || found.uid === user)
    return isOurs && canWrite(folder) ? folder : fs.mkdtempSync(`${folder}-`)
  }
}

/** @param {string} folder which npm makes when it is missing */
function canWriteBelow(folder) {
  let existing = resolve(folder)
  while (!fs.existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing)
  return canWrite(existing)
}

/**
 * @param {string | undefined} folder
 * @returns {folder is string}
 */
function canWrite(folder) {
  if (!folder) return false
  try {
    fs.accessSync(folder, fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

function hasSystemHome() {
  try {
    return fs.existsSync(homedir())
  } catch {
    return false
  }
}
