import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Measurements of a process since the previous call. Garbage is collected before memory is read. */
export interface Probe {
  readonly cpuMs: number
  readonly delayP99Ms: number
  readonly delayMaxMs: number
  readonly heapMb: number
  readonly rssMb: number
}

/** A process under measurement. */
export interface MeasuredProcess {
  readonly url: string
  probe(): Promise<Probe>
  stop(): Promise<void>
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The built service. */
export const service = path('../../dist/main.js')
/** The baseline. */
export const bare = path('bare.ts')

const dockerfile = readFileSync(path('../../Dockerfile'), 'utf8')
const [, entrypoint = ''] = /.*^ENTRYPOINT (\[[^\n]+\])$/ms.exec(dockerfile) ?? []
/** Options of Node.js, as in the image. */
const [, ...nodeOptions] = JSON.parse(entrypoint) as readonly string[]

/** Starts the process with only these settings and PATH. Resolves when it listens. */
export async function startMeasured(
  script: string,
  settings: Readonly<Record<string, string>>
): Promise<MeasuredProcess> {
  const preload = ['--expose-gc', '--require', path('probe.cjs')]
  const child = spawn(process.execPath, [...nodeOptions, ...preload, script], {
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc']
  })
  return { url: await addressOf(child), probe: () => probe(child), stop: () => stop(child) }
}

async function probe(child: ChildProcess): Promise<Probe> {
  child.send('probe')
  const [answer] = (await once(child, 'message')) as [Probe]
  return answer
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill()
  await gone
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output')
  const lines = createInterface(child.stdout)
  for await (const line of lines) {
    const { action, url } = JSON.parse(line) as { action?: string; url?: string }
    if (action === 'started' && url !== undefined) {
      // Further output is read and discarded, because a full pipe would block the process.
      child.stdout.resume()
      return url
    }
  }
  throw new Error('the process ended before it listened')
}
