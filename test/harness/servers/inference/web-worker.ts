import { resolveObjectURL } from 'node:buffer'
import { Worker as Thread, type Transferable } from 'node:worker_threads'

/** What the code of a browser's worker expects to find. */
const scope = `
const { parentPort } = require('node:worker_threads')
globalThis.self = globalThis
globalThis.postMessage = (data, transfer) => parentPort.postMessage(data, transfer)
parentPort.on('message', data => globalThis.onmessage({ data }))
`

/** A browser's Worker, as far as wllama uses it, on a thread of Node. */
export class WebWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | undefined
  onerror: ((error: unknown) => void) | undefined
  private readonly thread: Promise<Thread>

  constructor(url: string) {
    this.thread = this.start(url)
  }

  postMessage(data: unknown, transfer?: Transferable[]): void {
    void this.thread.then(thread => thread.postMessage(data, transfer))
  }

  terminate(): void {
    void this.thread.then(thread => thread.terminate())
  }

  private async start(url: string): Promise<Thread> {
    const code = (await resolveObjectURL(url)?.text()) ?? ''
    // In a worker of Node the handler is no variable of the scope.
    const handler = code.replace(/^onmessage =/m, 'globalThis.onmessage =')
    const thread = new Thread(scope + handler, { eval: true })
    thread.on('message', data => this.onmessage?.({ data }))
    thread.on('error', error => this.onerror?.(error))
    return thread
  }
}
