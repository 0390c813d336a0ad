import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { endWithParent } from '../end-with-parent.mjs'
import { build } from './build.ts'

/**
 * Builds the service into its own folder and restarts it when a source file changes. If a file does
 * not compile, the running service is kept.
 */
export interface Reloading {
  /** Resolves with the exit code. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

const folder = '.dev'
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
/** Debounce, because an editor may write a file in several steps. */
const quietMs = 30
/** A restart waits this long for open requests, then ends the process. */
const graceMs = 300

export async function runReloading(
  settings: NodeJS.ProcessEnv,
  onListening: (address: AddressInfo) => void
): Promise<Reloading> {
  await build(folder)
  const ended = Promise.withResolvers<number>()
  let changes = 0
  let work = Promise.resolve()
  let standby: Standby | undefined
  let service = begin(prepare(settings))
  const stopWatching = watchSources(() => void (work = work.then(change)))
  return {
    ended: ended.promise,
    stop: async () => {
      stopWatching()
      await work
      await Promise.all([end(service), standby && end(standby.child)])
    }
  }

  async function change(): Promise<void> {
    const began = performance.now()
    const changed = await build(folder).catch((error: Error) => say(error.message))
    if (!changed?.length) return
    const names = namesOf(changed)
    if (!changed.some(file => file.endsWith('.ts'))) return say(`Changed: ${names}.`)
    changes++
    await end(service)
    const next = standby?.child.connected ? standby : prepare(settings)
    service = begin(next, () => sayRestarted(names, began))
  }

  function begin(next: Standby, onUp?: () => void): ChildProcess {
    const first = changes === 0
    void start()
    next.child.once('exit', code => {
      if (next.child !== service || code === null || code === 0) return
      if (first) ended.resolve(code)
      else say(`The service has ended with ${code}. It starts again with the next change.`)
    })
    return next.child

    async function start(): Promise<void> {
      const address = await listening(next)
      standby = prepare(settings)
      onUp?.()
      if (first) onListening(address)
    }
  }
}

function sayRestarted(changed: string, began: number): void {
  say(`Changed: ${changed}. Listening again after ${Math.round(performance.now() - began)} ms.`)
}

function namesOf(files: readonly string[]): string {
  return files.length > 3 ? `${files.length} files` : files.join(', ')
}

/** Loads the service in a process that stands by. Resolves when it listens. */
async function listening({ child, ready }: Standby): Promise<AddressInfo> {
  await ready
  child.send('start')
  const [address] = await once(child, 'message')
  return address as AddressInfo
}

/** Calls `onChange` when files below src have changed, until the returned function is called. */
function watchSources(onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(path('../../src'), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(onChange, quietMs)
  })
  return () => {
    watcher.close()
    clearTimeout(timer)
  }
}

/** Starts a process that loads the packages and waits. */
function prepare(settings: NodeJS.ProcessEnv): Standby {
  const args = ['--enable-source-maps', path('standby.mjs'), path(`../../${folder}`)]
  const child = spawn(process.execPath, [...endWithParent, ...args], {
    env: settings,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc']
  })
  return { child, ready: once(child, 'message') }
}

/** A process that has loaded the packages and waits for the message to load the service. */
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
  const killTimer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(killTimer)
}

/** Started by the profile `reload` of compose.yaml, which sets all settings in the environment. */
if (import.meta.main) {
  const service = await runReloading(process.env, () => undefined)
  process.exitCode = await Promise.race([service.ended, once(process, 'SIGTERM').then(() => 0)])
  await service.stop()
}
