import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { note } from './end-run.mjs'
import { identityOf } from './processes.mjs'
import { baseFolder, openRunFolder } from './run-folder.ts'
import { ask, until } from '../../test/harness/servers/ask.ts'

const children: ChildProcess[] = []

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

describe('After kill -9 of the process that started it', () => {
  it('a server ends, and its folder is deleted', async () => {
    const { parent, url, pid } = await startElsewhere('resume')
    expect(await ask(url, 'SELECT 1')).toBe(1)
    expect(await foldersOf(parent)).toHaveLength(1)
    parent.kill('SIGKILL')

    await until(async () => (await foldersOf(parent)).length === 0)
    expect(identityOf(pid)).toBeUndefined()
  })

  it('a server that hangs ends too', async () => {
    const { parent, pid } = await startElsewhere('hang')
    parent.kill('SIGKILL')

    await until(async () => (await foldersOf(parent)).length === 0)
    expect(identityOf(pid)).toBeUndefined()
  })
})

describe('The next run', () => {
  it('removes the remains of a run whose reaper was killed too', async () => {
    const server = idle()
    const left = await leftBy(await deadProcess())
    note(left, { pid: server.pid ?? 0, identity: identityOf(server.pid ?? 0) ?? '' })
    const gone = once(server, 'exit')
    const next = await openRunFolder()

    await gone
    expect(existsSync(left)).toBe(false)
    await next.close()
  })

  it('does not kill a process that reuses the id of an old one', async () => {
    const stranger = idle()
    const left = await leftBy(await deadProcess())
    note(left, { pid: stranger.pid ?? 0, identity: 'another' })
    const next = await openRunFolder()

    expect(existsSync(left)).toBe(false)
    expect(identityOf(stranger.pid ?? 0)).toBeDefined()
    await next.close()
  })

  it('does not remove what is in use', async () => {
    const one = await openRunFolder()
    const two = await openRunFolder()

    expect([one, two].map(({ path }) => existsSync(path))).toEqual([true, true])
    await Promise.all([one.close(), two.close()])
    expect([one, two].map(({ path }) => existsSync(path))).toEqual([false, false])
  })
})

/** A server that another process has started. */
async function startElsewhere(
  then: 'hang' | 'resume'
): Promise<{ parent: ChildProcess; url: string; pid: number }> {
  const script = `
    const { startPostgres } = await import('${new URL('postgres.ts', import.meta.url).href}')
    const server = await startPostgres()
    await server.${then}()
    console.log(JSON.stringify({ url: server.url, pid: server.pid }))
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  children.push(parent)
  const [line] = await once(parent.stdout, 'data')
  return { parent, ...(JSON.parse(String(line)) as { url: string; pid: number }) }
}

async function foldersOf({ pid }: ChildProcess): Promise<string[]> {
  return readdirSync(await baseFolder()).filter(name => name.split('.')[1] === String(pid))
}

/** A folder of a run whose process does not remove it. */
async function leftBy(pid: number): Promise<string> {
  const own = await openRunFolder()
  const [start] = basename(own.path).split('.')
  const folder = join(dirname(own.path), `${start}.${pid}.1.left`)
  mkdirSync(folder)
  await own.close()
  return folder
}

async function deadProcess(): Promise<number> {
  const child = idle()
  child.kill('SIGKILL')
  await once(child, 'exit')
  return child.pid ?? 0
}

function idle(): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  children.push(child)
  return child
}
