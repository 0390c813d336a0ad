import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { closeSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LogWriter } from './log-writer.js'

let folder: string
let descriptor: number
let writer: LogWriter

beforeEach(async () => {
  vi.useFakeTimers()
  folder = await mkdtemp(join(tmpdir(), 'log-writer-'))
  descriptor = openSync(join(folder, 'log'), 'w')
  writer = new LogWriter(descriptor)
})
afterEach(async () => {
  vi.useRealTimers()
  closeSync(descriptor)
  await rm(folder, { recursive: true })
})

const written = (): Promise<string> => readFile(join(folder, 'log'), 'utf8')

describe('LogWriter', () => {
  it('writes the lines of 50 ms together, in their order', async () => {
    writer.write('one\n')
    writer.write('two\n')
    vi.advanceTimersByTime(49)
    expect(await written()).toBe('')
    vi.advanceTimersByTime(1)
    expect(await written()).toBe('one\ntwo\n')
  })

  it('writes 16 KB at once', async () => {
    writer.write('x'.repeat(16 * 1024))
    expect(await written()).toHaveLength(16 * 1024)
  })

  it('writes everything when it is flushed', async () => {
    writer.write('größer\n')
    writer.flushSync()
    expect(await written()).toBe('größer\n')
  })
})
