import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { endWithParent } from '../end-with-parent.mjs'
import { build } from './build.ts'

/**
 * The service in a folder of its own, started again when a source of it has changed. A file that does
 * not compile leaves the running service as it is.
 */
export interface Reloading {
  /** Resolves with an exit code when there is nothing left to wait for. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

const folder = '.dev'
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
/** An editor may write a file in several steps. */
const quietMs = 30
/** Whoever edits does not wait for open streams to end. */
const graceMs = 300

export async function runReloading(
  settings: NodeJS.ProcessEnv,
  onListening: (address: AddressInfo) => void
): Promise<Reloading> {
  await build(folder)
  const ended = Promise.withResolvers<number>()
  let changes = 0
  let work = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let standby: Standby | undefined
  let service = begin(prepare())
  const watcher = watch(path('../../src'), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      work = work.then(change)
    }, quietMs)
  })
  return {
    ended: ended.promise,
    stop: async () => {
      watcher.close()
      clearTimeout(timer)
      await work
      await Promise.all([end(service), standby && end(standby.child)])
    }
  }

  async function change(): Promise<void> {
    const began = performance.now()
    const changed = await build(folder).catch((error: Error) => say(error.message))
    if (!changed?.length) return
    const names = changed.length > 3 ? `${changed.length} files` : changed.join(', ')
    if (!changed.some(file => file.endsWith('.ts'))) return say(`Changed: ${names}.`)
    changes++
    await end(service)
    service = begin(standby?.child.connected ? standby : prepare(), () => {
      say(`Changed: ${names}. Listening again after ${Math.round(performance.now() - began)} ms.`)
    })
  }

  function prepare(): Standby {
    const args = ['--enable-source-maps', path('standby.mjs'), path(`../../${folder}`)]
    const child = spawn(process.execPath, [...endWithParent, ...args], {
      env: settings,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc']
    })
    return { child, ready: once(child, 'message') }
  }

  function begin({ child, ready }: Standby, onUp?: () => void): ChildProcess {
    const first = changes === 0
    void start()
    child.once('exit', code => {
      if (child !== service || code === null || code === 0) return
      if (first) ended.resolve(code)
      else say(`The service has ended with ${code}. It starts again with the next change.`)
    })
    return child

    async function start(): Promise<void> {
      await ready
      child.send('start')
      const [address] = await once(child, 'message')
      standby = prepare()
      onUp?.()
      if (first) onListening(address as AddressInfo)
    }
  }
}

/** A process that has loaded its packages and waits to become the service. */
interface Standby {
  readonly child: ChildProcess
  readonly ready: Promise<unknown>
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(impatient)
}

/** For the image of compose.yaml's profile `reload`, which has all settings in its environment. */
if (import.meta.main) {
  const service = await runReloading(process.env, () => undefined)
  process.exitCode = await Promise.race([service.ended, once(process, 'SIGTERM').then(() => 0)])
  await service.stop()
}
