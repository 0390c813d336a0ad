import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { endWithParent } from '../end-with-parent.mjs'

export type LogLine = Readonly<Record<string, unknown>>

export interface ServiceProcess {
  /** Where it listens, for example http://127.0.0.1:8000. */
  readonly url: string
  readonly pid: number
  /** Every JSON line it has logged so far. */
  readonly logs: readonly LogLine[]
  /** Resolves with the first matching line, past or future. */
  waitForLog(fits: (line: LogLine) => boolean): Promise<LogLine>
  signal(name: NodeJS.Signals): void
  /** Resolves with the exit code; null after a signal. */
  readonly ended: Promise<number | null>
  /** Sends SIGTERM and waits for the exit. */
  stop(): Promise<number | null>
}

/** The built service did not start; `output` is its log and its standard error. */
export class ServiceDidNotStart extends Error {
  readonly exitCode: number | null
  readonly output: string

  constructor(exitCode: number | null, output: string) {
    super(`the service ended with ${exitCode} instead of starting:\n${output}`)
    this.name = 'ServiceDidNotStart'
    this.exitCode = exitCode
    this.output = output
  }
}

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** Far longer than a start takes on a busy machine. */
const startWithinMs = 120_000

/**
 * Starts the built service as a separate process, with these settings and PATH as its environment. Its
 * log level must be `info` or lower, because the log line `started` contains the URL.
 */
export async function startServiceProcess(
  settings: Readonly<Record<string, string>>,
  cwd: string = process.cwd(),
  program = main
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [...endWithParent, '--enable-source-maps', program], {
    cwd,
    env: { PATH: process.env['PATH'], LOG_FORMAT: 'json', LOG_LEVEL: 'info', ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc']
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const logs: LogLine[] = []
  const waiting = new Set<(line: LogLine) => void>()
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => (output += text.toString()))
  createInterface(child.stdout ?? Readable.from([])).on('line', text => {
    const line = parseLine(text)
    logs.push(line)
    for (const look of waiting) look(line)
  })
  const waitForLog = (fits: (line: LogLine) => boolean): Promise<LogLine> => {
    const past = logs.find(fits)
    if (past !== undefined) return Promise.resolve(past)
    return new Promise((resolve, reject) => {
      const look = (line: LogLine): void => {
        if (!fits(line)) return
        waiting.delete(look)
        resolve(line)
      }
      waiting.add(look)
      void ended.then(code => reject(new ServiceDidNotStart(code, output)))
    })
  }
  const tooLong = setTimeout(() => child.kill('SIGKILL'), startWithinMs)
  const started = await waitForLog(line => line['action'] === 'started')
  clearTimeout(tooLong)
  return {
    url: String(started['url']).replace('[::1]', '127.0.0.1'),
    pid: child.pid ?? 0,
    logs,
    waitForLog,
    signal: name => void child.kill(name),
    ended,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    }
  }
}

function parseLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine
  } catch {
    return { msg: text }
  }
}
