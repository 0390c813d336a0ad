import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomModel } from './random-model.ts'
import { WebWorker } from './web-worker.ts'

/** The part of wllama that is used: llama.cpp, with its parsing of OpenAI's requests. */
interface Runtime {
  loadModel(files: readonly Blob[], params: object): Promise<void>
  createChatCompletion(body: object): Promise<object>
}

type Json = Readonly<Record<string, unknown>>

const quiet = { debug: noLog, log: noLog, warn: noLog, error: noLog }
/** Calls that run, and calls that were aborted because their client disconnected. */
const counts = { running: 0, aborted: 0 }

Object.assign(globalThis, { Worker: WebWorker, self: { location: { href: import.meta.url } } })
const { Wllama } = (await import('@wllama/wllama')) as unknown as {
  readonly Wllama: new (paths: Json, options: Json) => Runtime
}
const wasm = import.meta.resolve('@wllama/wllama/esm/wasm/wllama.wasm')
const runtime = new Wllama({ default: wasm }, { cacheManager: {}, logger: quiet })
await runtime.loadModel([new Blob([new Uint8Array(randomModel(7))])], {
  n_ctx: 32_768,
  n_threads: 1,
  n_gpu_layers: 0,
  n_parallel: 2,
  // The parser throws at cut JSON, which ends the WebAssembly instance; the server of llama.cpp returns 500.
  skip_chat_parsing: true
})
const server = createServer((request, response) => {
  void respond(request, response)
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/counts') return send(response, 200, counts)
  if (request.url === '/v1/models') return send(response, 200, { data: [{ id: 'random' }] })
  if (request.url !== '/v1/chat/completions') return send(response, 404, { error: 'not found' })
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  const body = toRuntime(JSON.parse(Buffer.concat(parts).toString()) as Json)
  const controller = new AbortController()
  response.once('close', () => controller.abort())
  counts.running++
  try {
    await complete(body, response, controller.signal)
  } catch (error) {
    if (controller.signal.aborted) counts.aborted++
    else fail(response, error)
  } finally {
    counts.running--
  }
}

async function complete(body: Json, response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (body['stream'] !== true) {
    return send(response, 200, await runtime.createChatCompletion({ ...body, abortSignal: signal }))
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const onData = (chunk: object): unknown => response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  await runtime.createChatCompletion({ ...body, onData, abortSignal: signal })
  response.end('data: [DONE]\n\n')
}

/** Without the parser a schema is given as the field of llama.cpp, not as that of OpenAI. */
function toRuntime({ response_format: format, ...body }: Json): Json {
  const { json_schema: given } = Object(format) as { json_schema?: { readonly schema: object } }
  return given === undefined ? body : { ...body, json_schema: given.schema }
}

function fail(response: ServerResponse, error: unknown): void {
  const { message } = error as Error
  const body = { error: { code: 500, message, type: 'server_error' } }
  if (response.headersSent) response.end(`data: ${JSON.stringify(body)}\n\n`)
  else send(response, 500, body)
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function noLog(): void {
  // The runtime logs every step.
}
