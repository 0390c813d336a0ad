import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { note } from './end-run.mjs'
import { endProcess, identityOf, killProcess, signalTree } from './processes.mjs'
import { openRunFolder, type RunFolder, type RunFolderOptions } from './run-folder.ts'
import type { ServerUser } from './server-user.ts'

/** How to start a server, and how to recognise that it is ready. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
  /** Matches the output that shows that the server is ready. */
  readonly ready: RegExp
  readonly user?: ServerUser | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** A test server that can be made to fail. It ends with this process, also after kill -9. */
export interface Server {
  readonly url: string
  /** The id of its first process; it changes with each restart. */
  readonly pid: number
  /** Stops it gracefully: its port refuses connections, its data remain. */
  halt(): Promise<void>
  /** Sends SIGKILL to all its processes. */
  crash(): Promise<void>
  /** Stops it if it runs, and starts it on the same port with the same data. */
  restart(): Promise<void>
  /** Makes it hang: it accepts connections but does not respond. */
  hang(): Promise<void>
  resume(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

export interface ServerPlan {
  readonly folder?: RunFolderOptions
  /** Called before the start, with the folder for the server's files. */
  readonly prepare?: (folder: string) => Promise<void>
  readonly program: (port: number, folder: string) => Program
  readonly url: (port: number) => string
}

/** The server ended before it was ready, or took too long; the message contains its output. */
class ServerDidNotStart extends Error {
  constructor(file: string, output: string) {
    super(`${file} did not start:\n${output}`)
    this.name = 'ServerDidNotStart'
  }
}

type Process = {
  readonly pid: number
  readonly identity: string
  /** Resolves when Node has removed the ended process, which PostgreSQL otherwise takes for a running one. */
  readonly gone: Promise<unknown>
}

const readyWithinMs = 120_000
const keptOutput = 10_000
const portTaken = /address already in use|could not bind|port is already allocated/i
const attempts = 5

/** Starts a server on a free port of 127.0.0.1. */
export async function startServer(plan: ServerPlan): Promise<Server> {
  const folder = await openRunFolder(plan.folder)
  try {
    await plan.prepare?.(folder.path)
    const { port, program, first } = await launchOnFreePort(folder.path, plan)
    return serverOf(folder, plan.url(port), program, first)
  } catch (error) {
    await folder.close()
    throw error
  }
}

async function launchOnFreePort(
  folder: string,
  plan: ServerPlan
): Promise<{ readonly port: number; readonly program: Program; readonly first: Process }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const program = plan.program(port, folder)
    try {
      return { port, program, first: await launch(folder, program) }
    } catch (error) {
      // Another process may have taken the port since it was found to be free.
      const unlucky = error instanceof ServerDidNotStart && portTaken.test(error.message)
      if (!unlucky || attempt === attempts) throw error
    }
  }
}

function serverOf(folder: RunFolder, url: string, program: Program, first: Process): Server {
  let current = first
  return {
    halt: () => endProcess(current),
    crash: async () => {
      await killProcess(current)
      await current.gone
    },
    hang: async () => signalTree(current.pid, 'SIGSTOP'),
    resume: async () => signalTree(current.pid, 'SIGCONT'),
    url,
    get pid() {
      return current.pid
    },
    restart: async () => {
      await endProcess(current)
      await current.gone
      current = await launch(folder.path, program)
    },
    stop: () => folder.close()
  }
}

/** Resolves when the server is ready. */
async function launch(folder: string, program: Program): Promise<Process> {
  const { file, args, user, env } = program
  const child = spawn(file, args, {
    ...user,
    cwd: folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const gone = Promise.race([once(child, 'exit'), once(child, 'error')])
  const { pid } = child
  if (pid === undefined) throw new ServerDidNotStart(file, String(await gone.catch(String)))
  const current = { pid, identity: identityOf(pid) ?? '', gone }
  note(folder, current)
  const heard = listen([child.stdout as Socket, child.stderr as Socket])
  const tooLong = AbortSignal.timeout(readyWithinMs)
  const up = await Promise.race([
    heard.says(program.ready).then(() => true),
    gone.then(() => false),
    once(tooLong, 'abort').then(() => false)
  ])
  if (!up) {
    await endProcess(current)
    throw new ServerDidNotStart(file, heard.text())
  }
  child.unref()
  return current
}

interface Heard {
  says(words: RegExp): Promise<void>
  /** The end of the output. */
  text(): string
}

/** Reads the output to its end, because a server blocks on a full pipe. Does not keep Node running. */
function listen(streams: readonly Socket[]): Heard {
  let text = ''
  let look = (): void => undefined
  for (const stream of streams) {
    stream.on('data', part => {
      text = (text + String(part)).slice(-keptOutput)
      look()
    })
    stream.unref()
  }
  return {
    text: () => text,
    says: words =>
      new Promise(resolve => {
        look = () => {
          if (words.test(text)) resolve()
        }
        look()
      })
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
