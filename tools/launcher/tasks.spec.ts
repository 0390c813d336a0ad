import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { listOfTasks, stepsWith, tasks } from './tasks.mjs'

const launcher = fileURLToPath(new URL('../run.mjs', import.meta.url))

describe('arguments', () => {
  it('go to the place that the task has for them', () => {
    expect(steps('test', ['src/a.spec.ts', '-t', 'two words']).at(-1)).toEqual([
      'node',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      'src/a.spec.ts',
      '-t',
      'two words'
    ])
  })

  it('leave nothing behind when there are none', () => {
    for (const name of Object.keys(tasks)) expect(steps(name, []).flat()).not.toContain('{args}')
  })

  it('are refused by a task without a place for them', () => {
    expect(stepsWith(task('lint'), ['--fix'])).toBeUndefined()
  })
})

describe('the command line', () => {
  it('lists the tasks when none is named', () => {
    expect(launch()).toEqual({ status: 0, stdout: listOfTasks(), stderr: '' })
  })

  it.each(['nonsense', 'toString'])('lists the tasks when there is none named %s', name => {
    const { status, stderr } = launch(name)

    expect(status).toBe(2)
    expect(stderr).toBe(`There is no task "${name}".\n\n${listOfTasks()}\n`)
  })

  it('refuses arguments that would get lost, before it does anything', () => {
    const { status, stderr } = launch('build', '--watch')

    expect(status).toBe(2)
    expect(stderr).toBe('The task build takes no arguments, and was given: --watch\n')
  })
})

function steps(name: string, args: string[]) {
  const found = stepsWith(task(name), args)
  if (!found) throw new Error(`${name} takes no arguments`)
  return found
}

function task(name: string) {
  const found = tasks[name]
  if (!found) throw new Error(`no task ${name}`)
  return found
}

function launch(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    encoding: 'utf8'
  })
  return { status, stdout, stderr }
}
