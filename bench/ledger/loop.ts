import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Settings } from '../measured/environment.ts'

/** Stories that begin at a constant rate, whatever has ended. */
export interface Loop {
  readonly perSecond: number
  readonly seconds: number
  /** Between reserve and settle. */
  readonly modelMs: number
  readonly withLedger: boolean
}

export interface LoopResult {
  readonly stories: number
  readonly failed: number
  readonly cpuMs: number
}

/** A process that runs loops. */
export interface LedgerProcess {
  run(loop: Loop): Promise<LoopResult>
  stop(): Promise<void>
}

export async function startLedgerProcess(settings: Settings): Promise<LedgerProcess> {
  const file = fileURLToPath(new URL('ledger-process.ts', import.meta.url))
  const child = fork(file, { env: settings, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await once(child, 'message')
  return {
    run: async loop => {
      child.send(loop)
      const [result] = (await once(child, 'message')) as [LoopResult]
      return result
    },
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    }
  }
}
