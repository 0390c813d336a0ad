import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSteps } from './run-steps.mjs'
import { runTogether } from './run-together.mjs'

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

describe('steps of a check', () => {
  const gate = ['node', 'note.mjs', 'gate', '0']

  it('all run, and what has failed is told with all it said, and again at the end', async () => {
    script('broken.mjs', `console.log('what'); console.error('why'); process.exit(3)`)
    script('fine.mjs', `console.log('nobody needs to know')`)
    const steps = [['node', 'broken.mjs'], ['node', 'fine.mjs'], gate, note('last', 1)]

    expect(await together(steps, gate, 1)).toEqual({ code: 1, signal: null })
    expect(said).toEqual([
      expect.stringMatching(/^✓ node note\.mjs gate 0 {2}\d+\.\d s$/),
      expect.stringMatching(/^✗ node broken\.mjs {2}\d+\.\d s$/),
      '\nwhat\nwhy\n',
      expect.stringMatching(/^✓ node fine\.mjs/),
      expect.stringMatching(/^✗ node note\.mjs last 1/),
      '\nended with exit code 1\n',
      'job failed, 2 of 4 steps: node broken.mjs, node note.mjs last 1'
    ])
  })

  it('run side by side, but those behind the gate after it', async () => {
    const waits = (mine: string, other: string) =>
      script(
        `${mine}.mjs`,
        `writeFileSync('${mine}', '')
        while (!existsSync('${other}')) await new Promise(then => setTimeout(then, 10))
        appendFileSync('notes', '${mine} ')`
      )
    waits('before', 'opens')
    waits('opens', 'before')
    const opens = ['node', 'opens.mjs']

    expect(await together([['node', 'before.mjs'], opens, note('behind')], opens)).toMatchObject({
      code: 0
    })
    expect(read('notes')).toMatch(/opens .*behind /)
    expect(said.at(-1)).toMatch(/^job passed: 3 steps in \d+\.\d s$/)
  })

  it('do not run behind a gate that has failed', async () => {
    const closed = note('gate', 1)

    expect(await together([note('free'), closed, note('behind')], closed)).toMatchObject({
      code: 1
    })
    expect(read('notes').trim().split(' ').toSorted()).toEqual(['free', 'gate'])
    expect(said.at(-1)).toBe(
      'job failed, 1 of 3 steps: node note.mjs gate 1; not run without it: 1'
    )
  })

  it('are all told of a signal, and no further one starts', async () => {
    const waiting = (name: string) =>
      script(
        `${name}.mjs`,
        `process.on('SIGTERM', () => { appendFileSync('notes', '${name} '); process.exit(0) })
        setInterval(() => {}, 1000)
        writeFileSync('${name}-is-up', '')
        if (existsSync('one-is-up') && existsSync('two-is-up')) process.kill(process.ppid, 'SIGTERM')`
      )
    waiting('one')
    waiting('two')
    const launcher = await launch(
      [['node', 'one.mjs'], ['node', 'two.mjs'], note('never')],
      '(console.log("up"), await runTogether("job", steps, steps[1], context, 2))'
    )

    expect(await once(launcher, 'exit')).toEqual([null, 'SIGTERM'])
    expect(read('notes').trim().split(' ').toSorted()).toEqual(['one', 'two'])
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

function run(steps: string[][]) {
  return runSteps('job', steps, context())
}

function together(steps: readonly string[][], gate: string[], atOnce = 2) {
  return runTogether('job', steps, gate, context(), atOnce)
}

function context() {
  const say = (line: string) => said.push(line)
  return { root, node: process.execPath, env: process.env, say }
}

/** The steps in a process of their own, as tools/run.mjs runs them; resolves at the first output. */
async function launch(steps: string[][], how = 'await runSteps("job", steps, context)') {
  const code = `
    import { runSteps } from '${moduleOf('run-steps.mjs')}'
    import { runTogether } from '${moduleOf('run-together.mjs')}'
    import { endLike } from '${moduleOf('run-child.mjs')}'
    const context = {
      root: ${JSON.stringify(root)}, node: process.execPath, env: process.env, say: () => {}
    }
    const steps = ${JSON.stringify(steps)}
    void [runSteps, runTogether]
    endLike(${how})`
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
  const imports = `import { appendFileSync, existsSync, writeFileSync } from 'node:fs'`
  const used = 'void [appendFileSync, existsSync, writeFileSync]'
  writeFileSync(join(root, name), `${imports}\n${used}\n${body}\n`)
}

function read(name: string) {
  return readFileSync(join(root, name), 'utf8')
}
