// node tools/bootstrap.mjs <set> <script> [arguments]: what the npm scripts start. It installs what the
// set needs, then runs the script on a Node that is new enough. Plain JavaScript without dependencies
// for any Node from 20 on, because it runs before anything is installed. Why: docs/decisions/0020.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { constants, homedir, tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endWithParent } from './end-with-parent.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

// Each folder has a lockfile of its own. `run` is what the service needs, `all` adds tools and tests.
const service = { folder: '.', omit: ['dev'] }
const tools = { folder: '.', omit: [] }
const gates = [tools, { folder: 'tools/gates', omit: [] }]
const chart = [...gates, { folder: 'tools/kubernetes', omit: [] }]
const chaos = [tools, { folder: 'test/projects/kuybi-backend', omit: [] }]
const sets = { run: [service], all: [tools], gates, chart, chaos }

const pinnedFolder = { folder: 'tools/node', omit: [] }
const pinnedName = `node-${windows ? 'win' : process.platform}-${process.arch}`
const pinnedFile = windows ? 'bin/node.exe' : 'bin/node'
const pinned = join(root, 'tools/node/node_modules', pinnedName, pinnedFile)
const byHand = join(root, 'node_modules/.bin/node')

const say = line => process.stderr.write(`${line}\n`)
const read = file => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')
const hash = text => createHash('sha256').update(text).digest('hex').slice(0, 32)
const json = file => JSON.parse(read(file))

async function main([set, ...args]) {
  process.chdir(root)
  const old = needsPinnedNode()
  const parts = [...(sets[set] ?? []), ...(old ? [pinnedFolder] : [])]
  if (!sets[set] || args.length === 0)
    throw new Error(`usage: ${Object.keys(sets).join('|')} <script>`)
  if (parts.some(isMissing)) await oneAtATime(() => installAll(parts.filter(isMissing)))
  if (old && !fs.existsSync(pinned)) throw new Error('Install Node 24: npm has none for this.')
  const node = old ? pinned : process.execPath
  // The pinned Node at a fixed path, for debuggers and manual runs.
  if (old && !windows && !fs.existsSync(byHand)) fs.symlinkSync(pinned, byHand)
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) }
  return run(node, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
}

function needsPinnedNode() {
  const least = json('package.json').engines.node.match(/\d+/g).map(Number)
  const [major, minor] = process.versions.node.split('.').map(Number)
  const old = major < least[0] || (major === least[0] && minor < least[1])
  return old || process.execPath === pinned
}

/** Runs Node, forwards signals, and resolves with its exit status. */
async function run(node, args, { signalAs, ...options }) {
  const child = spawn(node, [...endWithParent, ...args], { cwd: root, ...options })
  const terminal = [0, 1, 2].some(stream => fs.fstatSync(stream).isCharacterDevice())
  let output = ''
  let asked
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', text => (output += text))
  const pass = signal => {
    // A terminal also sends Ctrl-C to the child, and npm repeats signals: the child must get each once.
    const isDelivered = asked === signal || (signal === 'SIGINT' && terminal && !signalAs)
    asked = signal
    if (!isDelivered) child.kill(signalAs ?? signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass)
  // SIGTERM to `npm run` ends only the shell between npm and this process; SIGKILL ends only npm.
  const [parent, above] = ancestors()
  const isOrphan = () => process.ppid !== parent || ancestors()[1] !== above
  setInterval(() => isOrphan() && pass('SIGTERM'), 500).unref()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, asked, output }))
  })
}

/** The parent process and, if that is npm's shell, its parent. */
function ancestors() {
  const stat = process.platform === 'linux' ? read(`/proc/${process.ppid}/stat`) : ''
  return [process.ppid, /\((?:da|ba|)sh\) \S (\d+)/.exec(stat)?.[1]]
}

/** Sets the exit code of the child, because a shell or CI checks it. */
function endLike({ code, signal, asked }) {
  process.exitCode = signal ? 128 + constants.signals[asked ?? signal] : code
}

/** A hash of the dependencies. Modification times are not used, because a clone changes them. */
function stampOf({ folder, omit }) {
  const { scripts: _, wireit: __, ...manifest } = json(join(folder, 'package.json'))
  const about = [manifest, process.platform, process.arch, read(join(folder, 'package-lock.json'))]
  return `${hash(JSON.stringify(about))} without ${omit}`
}

const stampFile = ({ folder }) => join(folder, 'node_modules/.installed')
const isStamped = part => read(stampFile(part)) === stampOf(part)
const isMissing = part => !isStamped(part) && !isStamped({ ...part, omit: [] })

async function installAll(parts) {
  const results = await Promise.allSettled(parts.map(install))
  for (const { reason } of results) if (reason) throw reason
}

async function install(part) {
  const { folder, omit } = part
  const [began, stamp, what] = [Date.now(), stampOf(part), folder === '.' ? '' : ` for ${folder}`]
  // `npm ci` empties the folder, which would break processes that run from it.
  const command = isStamped(service) && folder === '.' ? ['install', '--no-save'] : ['ci']
  say(`Installing ${count(part)} packages${what} …`)
  fs.rmSync(stampFile(part), { force: true })
  const dev = omit.length > 0 ? '--omit=dev' : '--include=dev'
  const options = ['--include=optional', '--engine-strict=false', '--no-audit', '--no-fund']
  const ending = await run(process.execPath, [npm(), ...command, dev, ...options], {
    cwd: folder,
    env: environmentForNpm(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // On SIGTERM npm restores the old state first. Without a stamp the next run installs again.
    signalAs: 'SIGKILL'
  })
  if (ending.code !== 0 && !ending.asked) say(`${ending.output}\nInstalling failed.`)
  if (ending.code !== 0) throw ending
  fs.writeFileSync(stampFile(part), stamp)
  say(`Installed${what} in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
}

/** The number of packages of the lockfile for this platform. */
function count({ folder, omit }) {
  const { '': _, ...packages } = json(join(folder, 'package-lock.json')).packages
  return Object.values(packages).filter(
    ({ dev, os = [process.platform], cpu = [process.arch] }) =>
      !(dev && omit.includes('dev')) && os.includes(process.platform) && cpu.includes(process.arch)
  ).length
}

function npm() {
  const given = process.env.npm_execpath ?? ''
  if (basename(given) === 'npm-cli.js') return given
  const bins = [dirname(process.execPath), ...process.env.PATH.split(delimiter)]
  const found = bins
    .flatMap(bin => [bin, join(bin, '../lib')])
    .find(folder => fs.existsSync(join(folder, 'node_modules/npm')))
  if (!found) throw new Error('There is no npm on PATH.')
  return join(found, 'node_modules/npm/bin/npm-cli.js')
}

/** The environment without the npm configuration that `npm run` sets. */
function environmentForNpm() {
  const dropped = /^npm_(?!config_(cache|registry|userconfig|ignore_scripts)$)/i
  const kept = Object.entries(process.env).filter(([name]) => !dropped.test(name))
  const env = Object.fromEntries(kept)
  try {
    // `npm run` sets the cache even where it cannot be written.
    const cache = env.npm_config_cache ?? join(env.HOME ?? homedir(), '.npm')
    fs.mkdirSync(cache, { recursive: true })
    fs.accessSync(cache, fs.constants.W_OK)
    return env
  } catch {
    const own = join(tmpdir(), `jiraiya-npm-${process.getuid?.()}`)
    fs.mkdirSync(own, { recursive: true, mode: 0o700 })
    if (fs.lstatSync(own).uid !== (process.getuid?.() ?? 0)) throw new Error(`Not ours: ${own}`)
    return { ...env, npm_config_cache: own, HOME: own }
  }
}

/** A lock by a socket: the kernel releases its name even if this process is killed. */
async function oneAtATime(work) {
  const name = `jiraiya-${hash(root)}`
  // On other systems the file of a socket would remain after a kill; a port is released.
  const port = 20_000 + (Number.parseInt(name.slice(-4), 16) % 10_000)
  const place = process.platform === 'linux' ? { path: `\0${name}` } : { port, host: '127.0.0.1' }
  for (let told = false; ; told = true) {
    const server = createServer()
    const held = await new Promise(resolve => {
      server.once('error', () => resolve(false)).listen(place, () => resolve(true))
    })
    if (held) return work().finally(() => server.close())
    if (!told) say('Waiting for another run that is installing …')
    await sleep(200)
  }
}

main(process.argv.slice(2)).then(endLike, error => {
  if (!(error instanceof Error)) return endLike(error)
  say(error.message)
  process.exitCode = 1
})
