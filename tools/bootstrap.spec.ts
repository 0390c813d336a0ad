import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Each test has its own project, and a fake npm that records its calls. */
const npm = `
  const fs = require('node:fs')
  fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n')
  if (fs.existsSync('fail')) { console.log('npm says why'); process.exit(7) }
  fs.writeFileSync('npm-cache', process.env.npm_config_cache ?? '')
  fs.mkdirSync('node_modules', { recursive: true })`
let project: string

beforeEach(() => {
  project = fs.mkdtempSync(join(tmpdir(), 'bootstrap spec '))
  fs.mkdirSync(join(project, 'tools'))
  for (const name of ['bootstrap.mjs', 'end-with-parent.mjs']) {
    fs.copyFileSync(join('tools', name), join(project, 'tools', name))
  }
  write('npm-cli.js', npm)
  write('package.json', JSON.stringify({ engines: { node: '>=24.11' }, version: '1' }))
  write('package-lock.json', JSON.stringify({ packages: { '': {}, a: {}, b: { dev: true } } }))
})
afterEach(() => fs.rmSync(project, { recursive: true, force: true }))

describe('A script', () => {
  it('gets its arguments and input, and its exit code is forwarded', () => {
    write('script.mjs', `console.log(process.argv.slice(2).join()); process.exitCode = 3`)
    expect(run('run', 'script.mjs', 'a b', '--c')).toMatchObject({ status: 3, stdout: 'a b,--c\n' })
  })

  it('ends gracefully when its parent is killed', async () => {
    write(
      'script.mjs',
      `process.on('SIGTERM', () => { console.log('ended'); process.exit() })
       setInterval(() => {}, 1000)
       console.log('up')`
    )
    const child = start('run', 'script.mjs')
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    const [text] = await once(child.stdout, 'data')
    expect(String(text)).toBe('ended\n')
  })

  it('gets one signal for repeated signals, and decides when to end', async () => {
    write(
      'script.mjs',
      `process.once('SIGTERM', () => setImmediate(() => process.exit(5)))
       setInterval(() => {}, 1000)
       console.log('up')`
    )
    const child = start('run', 'script.mjs')
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([5, null])
  })
})

describe('The installed packages', () => {
  beforeEach(() => write('script.mjs', ''))

  it('are those of the requested set, installed once', () => {
    expect(run('run', 'script.mjs').stderr).toMatch(/^Installing 1 packages …\nInstalled in/)
    expect(run('run', 'script.mjs').stderr).toBe('')
    expect(calls()).toEqual([expect.stringMatching(/^ci --omit=dev --include=optional/)])
  })

  it('are only added, never removed', () => {
    run('run', 'script.mjs')
    run('all', 'script.mjs')
    run('run', 'script.mjs')
    expect(calls()).toEqual([
      expect.stringMatching(/^ci --omit=dev/),
      expect.stringMatching(/^install --no-save --include=dev/)
    ])
  })

  it.each(['package-lock.json', 'package.json'])(
    'are installed again after a change of %s',
    file => {
      run('all', 'script.mjs')
      const text = fs.readFileSync(join(project, file), 'utf8')
      write(file, JSON.stringify({ ...(JSON.parse(text) as object), changed: true }))
      run('all', 'script.mjs')
      expect(calls().map(call => call.split(' ')[0])).toEqual(['ci', 'ci'])
    }
  )

  it('are installed again after a failure, and the output of npm is shown', () => {
    write('fail', '')
    expect(run('run', 'script.mjs')).toMatchObject({
      status: 7,
      stderr: expect.stringContaining('npm says why')
    })
    fs.rmSync(join(project, 'fail'))
    expect(run('run', 'script.mjs').status).toBe(0)
  })

  it('are installed with another cache if that of `npm run` cannot be written', () => {
    const unwritable = join(project, 'script.mjs', 'cache')
    expect(runWith({ npm_config_cache: unwritable }, 'run', 'script.mjs').status).toBe(0)
    const cache = fs.readFileSync(join(project, 'npm-cache'), 'utf8')
    expect(cache).not.toBe(unwritable)
    expect(fs.statSync(cache).isDirectory()).toBe(true)
  })

  it('are installed once when two first runs start at the same time', async () => {
    const both = [start('run', 'script.mjs'), start('run', 'script.mjs')]
    const ends = await Promise.all(both.map(child => once(child, 'exit')))
    expect(ends).toEqual([
      [0, null],
      [0, null]
    ])
    expect(calls()).toHaveLength(1)
  })
})

function write(file: string, text: string): void {
  fs.writeFileSync(join(project, file), text)
}

function calls(): string[] {
  return fs.readFileSync(join(project, 'npm-calls'), 'utf8').trim().split('\n')
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, npm_execpath: join(project, 'npm-cli.js') }
}

function run(...args: readonly string[]) {
  return runWith({}, ...args)
}

function runWith(more: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const command = ['tools/bootstrap.mjs', ...args]
  const env = { ...environment(), ...more }
  return spawnSync(process.execPath, command, { cwd: project, env, encoding: 'utf8' })
}

function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  const command = ['tools/bootstrap.mjs', ...args]
  return spawn(process.execPath, command, { cwd: project, env: environment() })
}
