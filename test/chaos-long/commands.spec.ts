import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The commands of the README as a newcomer meets them: a fresh clone, the machine's own Node,
 * nothing installed. Linux only: /proc lists the processes that are still running.
 */

const run = promisify(execFile)
const minutes = 60_000

let clone: string
/** Their temporary folder: the database's processes know nothing of the clone. */
let temporary: string

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'jiraiya tmp '))
  await chmod(temporary, 0o711)
  clone = join(await mkdtemp(join(tmpdir(), 'jiraiya clone ')), 'jiraiya')
  await run('git', ['clone', '--quiet', process.cwd(), clone])
}, 2 * minutes)

afterAll(async () => {
  await rm(join(clone, '..'), { recursive: true, force: true })
  await rm(temporary, { recursive: true, force: true })
}, minutes)

describe('From a fresh clone', () => {
  it.each(['first', 'second'])(
    'npm run demo prints a verified story, the %s time',
    async () => {
      const { stdout } = await run('npm', ['run', 'demo'], { cwd: clone, env: plainEnvironment() })
      expect(stdout).toMatch(/keywords {2}3 of 3 found in the text/)
      expect(stdout).toMatch(/cost {6}\$0\.000\d+/)
      expect(stdout).toContain('a PostgreSQL whose data end with it')
      expect(await leftRunning()).toEqual([])
      expect(await leftLying()).toEqual([])
    },
    2 * minutes
  )

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'npm run dev leaves nothing behind after %s to its first process',
    async signal => {
      const dev = spawn(process.execPath, ['tools/bootstrap.mjs', 'run', 'tools/dev/dev.ts'], {
        cwd: clone,
        // Settings of the shell reach the service: this one makes its log JSON.
        env: { ...plainEnvironment(), PORT: '0', LOG_FORMAT: 'json' },
        stdio: ['ignore', 'pipe', 'ignore']
      })
      await said(dev, '"msg":"Listening"')
      const gone = once(dev, 'exit')
      dev.kill(signal)
      await gone
      expect(await leftAfterAWhile()).toEqual([])
      expect(await leftLying()).toEqual([])
    },
    2 * minutes
  )
})

/** A shell's environment without what this test run brought along. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH = '', HOME } = process.env
  const folders = PATH.split(':').filter(folder => !folder.includes('node_modules'))
  return { PATH: folders.join(':'), HOME, TMPDIR: temporary }
}

async function said(child: ChildProcess, words: string): Promise<void> {
  let text = ''
  for await (const part of child.stdout ?? []) {
    text += String(part)
    if (text.includes(words)) return
  }
  throw new Error(`it ended without saying ${words}:\n${text}`)
}

/** Processes that were started in the clone, or have their data in its temporary folder. */
async function leftRunning(): Promise<string[]> {
  const found: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(clone) || line.includes(temporary)) found.push(line.replaceAll('\0', ' '))
  }
  return found
}

/** Data folders only: programs are retained for the next run. */
async function leftLying(): Promise<string[]> {
  const names = await readdir(temporary, { recursive: true })
  return names.filter(name => basename(name).startsWith('run-'))
}

/** What is still there after processes that got a signal had time to end. */
async function leftAfterAWhile(): Promise<string[]> {
  const until = Date.now() + 15_000
  let left = await leftRunning()
  while (left.length > 0 && Date.now() < until) left = await leftRunning()
  return left
}
