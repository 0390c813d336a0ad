import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse
} from 'node:http'
import type { AddressInfo } from 'node:net'

type Script = (request: IncomingMessage, response: ServerResponse) => void

/** A server in place of the service, whose responses a test sets. */
export interface ScriptedService {
  readonly url: string
  /** The requests since the scripts were set, each with its time. */
  readonly asked: readonly { readonly headers: IncomingMessage['headers']; readonly at: number }[]
  /** The first request gets the first script, and so on; all further requests get the last one. */
  respondWith(...scripts: Script[]): void
}

export function useScriptedService(): ScriptedService {
  let scripts: readonly Script[] = []
  const asked: { headers: IncomingMessage['headers']; at: number }[] = []
  const server = createServer((request, response) => {
    const script = scripts[Math.min(asked.length, scripts.length - 1)]
    asked.push({ headers: request.headers, at: performance.now() })
    script?.(request, response)
  })
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    asked,
    respondWith: (...next) => {
      scripts = next
      asked.length = 0
    }
  }
}

export function answerJson(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {}
): Script {
  return (request, response) => {
    request.resume()
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers })
    response.end(JSON.stringify(body))
  }
}

/** A response of a proxy. */
export function answerPage(status: number, headers: Readonly<Record<string, string>> = {}): Script {
  return (request, response) => {
    request.resume()
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers })
    response.end('<h1>A page</h1>')
  }
}

/** A stream of these texts; then it is over, unless it is held open. */
export function answerEvents(texts: readonly string[], { isHeldOpen = false } = {}): Script {
  return (request, response) => {
    request.resume()
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
    for (const text of texts) response.write(text)
    if (!isHeldOpen) response.end()
  }
}

/** Closes the connection without a response. */
export const closeConnection: Script = request => void request.socket.destroy()

/** The response of the real service, which `back` may delay. */
export function passOn(
  to: string,
  back: (answer: IncomingMessage, response: ServerResponse) => void = passBack
): Script {
  return (request, response) => {
    const { method, headers, url } = request
    const call = httpRequest(`${to}${url}`, { method, headers }, answer => back(answer, response))
    call.on('error', () => response.destroy())
    response.on('close', () => call.destroy())
    request.pipe(call)
  }
}

/** The service has responded in full, and the response is lost. */
export function loseAnswer(answer: IncomingMessage, response: ServerResponse): void {
  answer.resume().on('end', () => response.destroy())
}

function passBack(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 0, answer.headers)
  answer.pipe(response)
}
