import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSteps } from './run-steps.mjs'

const moduleOf = (name: string) => new URL(name, import.meta.url).href
const parentWatch = new URL('./parent-watch.mjs', import.meta.url).href

let root: string
let said: string[]
let children: ChildProcess[]

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jiraiya steps '))
  said = []
  children = []
  script(
    'note.mjs',
    `appendFileSync('notes', process.argv[2] + ' '); process.exit(process.argv[3])`
  )
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

describe('steps', () => {
  it('run in order', async () => {
    expect(await run([note('one'), note('two')])).toMatchObject({ code: 0 })
    expect(read('notes')).toBe('one two ')
  })

  it('stop at the first failure, whose exit code counts', async () => {
    const ending = await run([note('one'), note('two', 3), note('three')])

    expect(ending).toMatchObject({ code: 3 })
    expect(read('notes')).toBe('one two ')
    expect(said).toEqual(['job failed: node note.mjs two 3 ended with exit code 3'])
  })

  it('are reported with their seconds where the task wants it', async () => {
    await run([note('one'), note('two', 1), note('three')], true)

    expect(said).toEqual([
      expect.stringMatching(/^✓ node note\.mjs one 0 {2}\d+\.\d s$/),
      expect.stringMatching(/^✗ node note\.mjs two 1 {2}\d+\.\d s$/),
      'job failed: node note.mjs two 1 ended with exit code 1; not run: 1 of 3 steps'
    ])
  })

  it('find a package’s command by its manifest, and our Node first on PATH', async () => {
    const folder = join(root, 'node_modules', 'knip')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "bin": { "knip": "./k.mjs" } }')
    script('node_modules/knip/k.mjs', `writeFileSync('notes', process.env.PATH.split(':')[1])`)

    expect(await run([['knip']])).toMatchObject({ code: 0 })
    expect(read('notes')).toBe(join(root, 'node_modules', '.bin'))
  })

  it('of our own end by themselves when they have nothing left to do', async () => {
    script('own.mjs', `writeFileSync('notes', String(process.connected))`)

    expect(await run([['node', 'own.mjs']])).toMatchObject({ code: 0 })
    expect(read('notes')).toBe('true')
  })
})

describe('signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'pass %s on once, and let the step clean up and choose the exit code',
    async signal => {
      script(
        'service.mjs',
        `process.on('${signal}', () => {
          appendFileSync('notes', 'got ')
          setTimeout(() => process.exit(5), 100)
        })
        setInterval(() => {}, 1000)
        console.log('up')`
      )
      const launcher = await launch([['node', 'service.mjs']])
      launcher.kill(signal)
      launcher.kill(signal)

      expect(await once(launcher, 'exit')).toEqual([5, null])
      expect(read('notes')).toBe('got ')
    }
  )

  it('start no further step after one, even when the step ended well', async () => {
    script(
      'service.mjs',
      `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)
      console.log('up')`
    )
    const launcher = await launch([['node', 'service.mjs'], note('never')])
    launcher.kill('SIGTERM')

    expect(await once(launcher, 'exit')).toEqual([null, 'SIGTERM'])
    expect(existsSync(join(root, 'notes'))).toBe(false)
  })

  it('are what the launcher dies of when the step did', async () => {
    script('service.mjs', `setInterval(() => {}, 1000); console.log('up')`)
    const launcher = await launch([['node', 'service.mjs']])
    launcher.kill('SIGTERM')

    expect(await once(launcher, 'exit')).toEqual([null, 'SIGTERM'])
  })

  it('show as 128 + n when they would dump core', async () => {
    script('service.mjs', `console.log('up'); process.kill(process.pid, 'SIGSEGV')`)
    const launcher = await launch([['node', 'service.mjs']])

    expect(await once(launcher, 'exit')).toEqual([139, null])
  })
})

describe('a SIGKILL to the launcher', () => {
  it.each([
    ['ends a service that knows nothing of it', '', ''],
    [
      'lets a service clean up as after SIGTERM',
      `process.on('SIGTERM', () => end('term'))`,
      'term'
    ],
    ['lets a script choose what happens', `exitWithParent(() => end('chosen'))`, 'chosen']
  ])('%s', async (_, setUp, noted) => {
    script(
      'service.mjs',
      `import { exitWithParent } from '${parentWatch}'
      const end = note => { writeFileSync('notes', note); process.exit() }
      ${setUp}
      void exitWithParent
      setInterval(() => {}, 1000)
      console.log('up', process.pid)`
    )
    const launcher = await launch([['node', 'service.mjs']])
    launcher.kill('SIGKILL')
    // Launcher and service share one pipe, so it closes when the last of them is gone.
    await once(launcher, 'close')

    expect(existsSync(join(root, 'notes')) ? read('notes') : '').toBe(noted)
  })
})

function run(steps: string[][], report = false) {
  const say = (line: string) => said.push(line)
  return runSteps('job', steps, { root, node: process.execPath, env: process.env, say, report })
}

/** The steps in a process of their own, as tools/run.mjs runs them; resolves at the first output. */
async function launch(steps: string[][]) {
  const code = `
    import { runSteps } from '${moduleOf('run-steps.mjs')}'
    import { endLike } from '${moduleOf('run-child.mjs')}'
    const context = {
      root: ${JSON.stringify(root)}, node: process.execPath, env: process.env, say: () => {}
    }
    endLike(await runSteps('job', ${JSON.stringify(steps)}, context))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

function note(text: string, code = 0) {
  return ['node', 'note.mjs', text, String(code)]
}

function script(name: string, body: string) {
  const imports = `import { appendFileSync, writeFileSync } from 'node:fs'`
  writeFileSync(join(root, name), `${imports}\nvoid [appendFileSync, writeFileSync]\n${body}\n`)
}

function read(name: string) {
  return readFileSync(join(root, name), 'utf8')
}
