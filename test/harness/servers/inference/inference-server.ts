import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endWithParent } from '../../../../tools/end-with-parent.mjs'

export interface InferenceServer {
  readonly baseUrl: string
  /** Calls that run, and calls that were aborted because their client disconnected. */
  counts(): Promise<{ readonly running: number; readonly aborted: number }>
  close(): Promise<void>
}

const main = fileURLToPath(new URL('./llama-server.ts', import.meta.url))

/** llama.cpp in a process of its own, with a model of random weights that is made at the start. */
export async function startInferenceServer(): Promise<InferenceServer> {
  // The flag lets WebAssembly wait for promises.
  const execArgv = [...endWithParent, '--experimental-wasm-jspi']
  const child = fork(main, [], { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  const started = once(child, 'message') as Promise<[{ readonly port: number }]>
  const died = ended.then(([code]) => Promise.reject(new Error(`llama.cpp ended with ${code}`)))
  const [{ port }] = await Promise.race([started, died])
  died.catch(() => undefined)
  const origin = `http://127.0.0.1:${port}`
  return {
    baseUrl: `${origin}/v1`,
    counts: async () =>
      (await (await fetch(`${origin}/counts`)).json()) as Awaited<
        ReturnType<InferenceServer['counts']>
      >,
    close: async () => {
      child.kill()
      await ended
    }
  }
}
