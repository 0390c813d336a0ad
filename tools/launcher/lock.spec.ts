import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withLock } from './lock.mjs'

const fast = { pollMs: 10, silenceMs: 200, beatMs: 20 }
const lockModule = new URL('lock.mjs', import.meta.url).href

let folder: string
let lock: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jiraiya lock '))
  lock = join(folder, '.lock')
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

it('gives back what the work gives, and leaves nothing behind', async () => {
  expect(await withLock(lock, fast, async () => 7)).toBe(7)
  expect(readdirSync(folder)).toEqual([])
})

it('lets go when the work fails', async () => {
  const work = () => Promise.reject(new Error('no'))

  await expect(withLock(lock, fast, work)).rejects.toThrow('no')
  expect(readdirSync(folder)).toEqual([])
})

it('never lets two in at a time', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise(resolve => setTimeout(resolve, 5))
    inside--
  }

  await Promise.all(Array.from({ length: 8 }, () => withLock(lock, fast, work)))

  expect(most).toBe(1)
})

it('waits for a live process, tells so once, and goes on when that lets go', async () => {
  const holder = await holderInAnotherProcess()
  const waits: string[] = []
  const ours = withLock(lock, { ...fast, onWait: pid => waits.push(pid) }, async () => 'ours')

  await new Promise(resolve => setTimeout(resolve, 100))
  expect(waits).toEqual([String(holder.pid)])
  holder.stdin?.end()

  expect(await ours).toBe('ours')
})

it('takes over at once from a process that was killed', async () => {
  const holder = await holderInAnotherProcess()
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  expect(existsSync(lock)).toBe(true)

  const patient = { ...fast, silenceMs: 60_000 }
  expect(await withLock(lock, patient, async () => readdirSync(lock).length)).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})

it('waits for the process that a dead holder has shared the lock with', async () => {
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  children.push(other)
  const holder = await holderInAnotherProcess(`shareWith(${other.pid})`)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  let taken = false
  const ours = withLock(lock, { ...fast, silenceMs: 60_000 }, async () => {
    taken = true
  })

  await new Promise(resolve => setTimeout(resolve, 100))
  expect(taken).toBe(false)
  other.kill('SIGKILL')

  await ours
  expect(taken).toBe(true)
})

it('gives a dead process’s lock to one of many only', async () => {
  const holder = await holderInAnotherProcess()
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  let inside = 0
  const work = async () => {
    expect(++inside).toBe(1)
    await new Promise(resolve => setTimeout(resolve, 5))
    inside--
  }

  await Promise.all(Array.from({ length: 8 }, () => withLock(lock, fast, work)))
})

it('takes over after a silence from a process that it cannot see', async () => {
  mkdirSync(lock)
  writeFileSync(join(lock, `${process.pid}.othermachine.token`), '')
  const started = performance.now()

  await withLock(lock, fast, async () => undefined)

  expect(performance.now() - started).toBeGreaterThanOrEqual(fast.silenceMs)
})

it('takes an empty folder, left by one who died while letting go', async () => {
  mkdirSync(lock)

  expect(await withLock(lock, fast, async () => 'taken')).toBe('taken')
})

async function holderInAnotherProcess(first = '') {
  const script = `
    import { withLock } from '${lockModule}'
    await withLock(${JSON.stringify(lock)}, { beatMs: 20 }, shareWith => new Promise(resolve => {
      ${first}
      process.stdin.on('end', resolve).resume()
      console.log('held')
    }))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}
