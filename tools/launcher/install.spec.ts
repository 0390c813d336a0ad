import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint, installWhenNeeded, isInstalled, writeStamp } from './install.mjs'

let root: string
let npm: string
let said: string[]
/** Where an npm that is to run for long tells that it does, and the system that it no longer does. */
let doorbell: Server

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'jiraiya launcher '))
  npm = join(root, 'npm-cli.js')
  said = []
  write('package.json', '{}')
  write('package-lock.json', '{ "packages": 1 }')
  doorbell = createServer().listen(join(root, 'doorbell'))
  await once(doorbell, 'listening')
})

afterEach(() => {
  doorbell.close()
  rmSync(root, { recursive: true, force: true })
})

describe('the stamp', () => {
  beforeEach(() => mkdirSync(join(root, 'node_modules')))

  it('is missing on a fresh clone', () => {
    expect(isInstalled(root)).toBe(false)
  })

  it('holds until the lockfile changes', () => {
    writeStamp(root)
    expect(isInstalled(root)).toBe(true)

    write('package-lock.json', '{ "packages": 2 }')
    expect(isInstalled(root)).toBe(false)
  })

  it('holds until package.json changes', () => {
    writeStamp(root)
    write('package.json', '{ "name": "other" }')

    expect(isInstalled(root)).toBe(false)
  })

  it('does not depend on file times', () => {
    const before = fingerprint(root)
    write('package.json', readFileSync(join(root, 'package.json'), 'utf8'))

    expect(fingerprint(root)).toBe(before)
  })
})

describe('installing', () => {
  it('runs npm ci once, shows two lines, and leaves a stamp and no lock', async () => {
    npmThat(`mkdirSync('node_modules')
      appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n')
      console.log('noise\\nadded 7 packages in 1s')`)

    expect(await install()).toMatchObject({ code: 0 })
    expect(await install()).toMatchObject({ code: 0 })

    expect(read('calls')).toBe(
      'ci --include=dev --include=optional --engine-strict=false --no-audit --no-fund\n'
    )
    expect(said).toEqual([
      'Installing dependencies (first run) …',
      expect.stringMatching(/^Installed 7 packages in \d+ s\.$/)
    ])
    expect(existsSync(join(root, '.install.lock'))).toBe(false)
  })

  it('shows all that npm said when it fails, and does not take that for an installation', async () => {
    mkdirSync(join(root, 'node_modules'))
    npmThat(`console.error('npm error Missing: thing from lock file'); process.exit(7)`)

    expect(await install()).toMatchObject({ code: 7 })

    expect(said.join('\n')).toContain('npm error Missing: thing from lock file')
    expect(isInstalled(root)).toBe(false)
    expect(existsSync(join(root, '.install.lock'))).toBe(false)
  })

  it('does not trust the stamp of before while and after an installation that fails', async () => {
    mkdirSync(join(root, 'node_modules'))
    const lockfile = read('package-lock.json')
    writeStamp(root)
    write('package-lock.json', 'changed')
    npmThat('process.exit(1)')
    await install()
    write('package-lock.json', lockfile)

    expect(isInstalled(root)).toBe(false)
  })

  it.each([
    ['without HOME', {}],
    ['with a HOME that is not there', { HOME: '/nonexistent/home' }]
  ])('gives npm a cache of its own %s', async (_, env) => {
    npmThat(`mkdirSync('node_modules')
      writeFileSync('cache', process.env.npm_config_cache ?? '')`)
    await install(env)

    expect(read('cache').startsWith(tmpdir())).toBe(true)
  })

  it('leaves npm the cache it knows where that can be written', async () => {
    npmThat(`mkdirSync('node_modules')
      writeFileSync('cache', String(process.env.npm_config_cache))`)
    await install({ HOME: root })

    expect(read('cache')).toBe('undefined')
  })

  it.each<[NodeJS.Signals, string]>([
    ['SIGTERM', 'is broken off at once, lets go of the lock and shows as that signal'],
    ['SIGKILL', 'ends npm too, whose lock the next run can take']
  ])('on %s %s', async signal => {
    npmThat(`const { connect } = await import('node:net')
      process.on('SIGTERM', () => {})
      mkdirSync('node_modules')
      connect('doorbell').on('error', () => {})`)
    const { child, npmGone } = await installInAnotherProcess()
    child.kill(signal)

    expect(await once(child, 'exit')).toEqual([null, signal])
    await npmGone
    expect(isInstalled(root)).toBe(false)
    expect(existsSync(join(root, '.install.lock'))).toBe(signal === 'SIGKILL')
  })

  it('installs once when two first runs start together', async () => {
    npmThat(`appendFileSync('calls', 'x')
      await new Promise(resolve => setTimeout(resolve, 300))
      mkdirSync('node_modules')`)

    await Promise.all([install(), install()])

    expect(read('calls')).toBe('x')
    expect(said).toContainEqual(expect.stringContaining('Waiting for another run'))
  })
})

function install(env: Record<string, string> = { HOME: root }) {
  const given = { PATH: process.env.PATH, npm_execpath: npm, npm_node_execpath: process.execPath }
  return installWhenNeeded(root, { ...given, ...env }, line => said.push(line))
}

/** Resolves when npm is running. */
async function installInAnotherProcess() {
  const moduleOf = (name: string) => new URL(name, import.meta.url).href
  const env = { HOME: root, npm_execpath: npm, npm_node_execpath: process.execPath }
  const code = `
    import { installWhenNeeded } from '${moduleOf('install.mjs')}'
    import { endLike } from '${moduleOf('run-child.mjs')}'
    endLike(await installWhenNeeded(${JSON.stringify(root)}, ${JSON.stringify(env)}, () => {}))`
  const started = once(doorbell, 'connection')
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
  const [npmAlive] = await started
  return { child, npmGone: once(npmAlive.resume(), 'close') }
}

/** An npm that runs as the true one would: its own process, in the project, under our preload. */
function npmThat(body: string) {
  const imports = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'`
  write('npm-cli.js', `${imports}\n${body}\n`)
  write('package.json', '{ "type": "module" }')
}

function write(name: string, content: string) {
  writeFileSync(join(root, name), content)
}

function read(name: string) {
  return readFileSync(join(root, name), 'utf8')
}
