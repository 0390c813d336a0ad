import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The commands of the README in a fresh clone, with the machine's own Node and nothing installed.
 * Linux only, because /proc lists the processes that are still running.
 */

const run = promisify(execFile)
const minutes = 60_000

let clone: string
/**
 * The database's processes are found by their temporary folder, because they do not run in the clone.
 */
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

  it(
    'npm start without settings lists what is missing and how to set it, and exits with 1',
    async () => {
      await expect(
        run('npm', ['start'], { cwd: clone, env: plainEnvironment() })
      ).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /DATABASE_URL is required[^]*npm run dev[^]*cp \.env\.example \.env/
        )
      })
    },
    2 * minutes
  )

  it(
    'npm run dev prints the next free port when its own is in use, and exits with 1',
    async () => {
      const other = await listening()
      const { port } = other.address() as AddressInfo
      const env = { ...plainEnvironment(), PORT: String(port) }
      const taken = new RegExp(`Port ${port} is taken. The next free one: PORT=\\d+ npm run dev`)
      await expect(run('npm', ['run', 'dev'], { cwd: clone, env })).rejects.toMatchObject({
        code: 1,
        stdout: expect.stringMatching(taken)
      })
      other.close()
    },
    2 * minutes
  )

  it(
    'npm run dev prints its links and keys, reloads after an edit, logs requests and ends with Ctrl-C',
    async () => {
      // At a terminal, where Ctrl-C reaches every process.
      const dev = spawn('script', ['-qec', 'npm run dev', '/dev/null'], {
        cwd: clone,
        env: { ...plainEnvironment(), PORT: String(await freePort()) }
      })
      const greeting = await said(dev, "X-API-Key: local-development-admin-key'")
      const [, url] = /Listening on (http\S+);/.exec(greeting) ?? []
      expect(greeting).toContain(`${url}/studio#key=local-development-key`)
      expect(greeting).toContain(`${url}/api/docs`)

      const controller = join(clone, 'src/core/health/health.controller.ts')
      const code = await readFile(controller, 'utf8')
      await writeFile(controller, code.replace('{ alive: true,', '{ alive: true, edited: 1,'))
      await said(dev, 'Changed: core/health/health.controller.ts. Listening again after')
      const live = await fetch(`${url}/api/health/live`)
      expect(await live.json()).toMatchObject({ edited: 1 })
      await Promise.all([said(dev, 'GET / 200'), fetch(`${url}/`)])

      const gone = once(dev, 'exit')
      dev.stdin?.write('\u0003')
      await gone
      expect(await leftAfterAWhile()).toEqual([])
    },
    2 * minutes
  )

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'npm run dev leaves no process running after %s to its first process',
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

/** The environment of a shell, without the variables of this test run. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH = '', HOME } = process.env
  const folders = PATH.split(':').filter(folder => !folder.includes('node_modules'))
  return { PATH: folders.join(':'), HOME, TMPDIR: temporary }
}

/** Resolves with its output from now on, up to the words. */
function said(child: ChildProcess, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const look = (part: Buffer): void => {
      text += part.toString()
      if (!text.includes(words)) return
      child.stdout?.off('data', look)
      resolve(text)
    }
    child.stdout?.on('data', look)
    child.stdout?.once('end', () => reject(new Error(`It ended without ${words}:\n${text}`)))
  })
}

async function listening(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function freePort(): Promise<number> {
  const server = await listening()
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
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

/** The processes that still run some time after they got a signal. */
async function leftAfterAWhile(): Promise<string[]> {
  const until = Date.now() + 15_000
  let left = await leftRunning()
  while (left.length > 0 && Date.now() < until) left = await leftRunning()
  return left
}
