import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The argument of a script. */
export interface ScriptedCall {
  readonly body: Readonly<Record<string, unknown>>
  readonly response: ServerResponse
  /** Aborted when the connection ends. */
  readonly signal: AbortSignal
}

export interface ScriptedUpstream {
  readonly baseUrl: string
  /** The bodies of the chat calls so far. */
  readonly bodies: readonly Readonly<Record<string, unknown>>[]
  /** Every text that moderation was asked about. */
  readonly moderated: string[]
  /** Sets the response to every further chat call. */
  respondWith(script: (call: ScriptedCall) => Promise<void>): void
  close(): Promise<void>
}

/** A provider whose responses a test writes byte by byte. Its moderation flags nothing. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const bodies: Readonly<Record<string, unknown>>[] = []
  const moderated: string[] = []
  let script: (call: ScriptedCall) => Promise<void> = async ({ response }) => {
    response.end()
  }
  const server = createServer((request, response) => {
    void answer(request, response)
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const controller = new AbortController()
    response.once('close', () => controller.abort())
    const body = await readJson(request)
    if (request.url?.endsWith('/moderations')) {
      moderated.push(String(body['input']))
      const results = [{ flagged: false, category_scores: { violence: 0 } }]
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ results }))
      return
    }
    if (request.url?.endsWith('/models')) {
      response.writeHead(404).end()
      return
    }
    bodies.push(body)
    // A script ends when its client disconnects.
    await script({ body, response, signal: controller.signal }).catch(error => {
      if (!controller.signal.aborted) throw error
    })
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    bodies,
    moderated,
    respondWith: next => {
      script = next
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
  }
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  const text = Buffer.concat(parts).toString()
  return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
}

/** A chunk of a completion, as it goes over the wire. */
export function chunk(delta: object, more: object = {}, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  const head = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'scripted' }
  return `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`
}

const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }

/** The last events of a successful stream. */
export const ending = [
  chunk({}, {}, 'stop'),
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices: [], usage })}\n\n`,
  'data: [DONE]\n\n'
].join('')

/** Opens a response of events; each part is sent separately. */
export function openEvents(response: ServerResponse): void {
  response.socket?.setNoDelay(true)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

/** A stream of the answer's pieces; `cut` splits its bytes into chunks. */
export function streamOf(
  pieces: readonly string[],
  cut: (bytes: Buffer) => readonly Buffer[] = bytes => [bytes]
): (call: ScriptedCall) => Promise<void> {
  const text = pieces.map(content => chunk({ content })).join('') + ending
  return async ({ response }) => {
    openEvents(response)
    for (const part of cut(Buffer.from(text))) {
      response.write(part)
      await new Promise(setImmediate)
    }
    response.end()
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
