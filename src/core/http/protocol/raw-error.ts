import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { AppError } from '#core/errors/app-error.js'
import { errorBody } from '#core/http/error-body.js'
import { readIds } from '#core/http/ids.js'
import { securityHeaders } from './security-headers.js'

/** Closing at once would throw away what the caller has not read yet (RFC 9112, 9.6). */
const lingerMs = 1_000

interface Extra {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The one error body on a connection without a reply to send it through; then hangs up. */
export function writeRawError(socket: Socket, error: AppError, extra: Extra = {}): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const ids = readIds({})
  const body = JSON.stringify(errorBody(error, { ...ids, path: extra.path ?? '' }))
  const headers = {
    ...securityHeaders,
    ...extra.headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Request-ID': ids.requestId,
    'X-Correlation-ID': ids.correlationId,
    Date: new Date().toUTCString(),
    Connection: 'close'
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const statusLine = `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n`
  socket.end(`${statusLine}${lines.join('')}\r\n${body}`)
  closeSoon(socket)
}

function closeSoon(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), lingerMs).unref()
  socket.once('close', () => clearTimeout(timer))
  socket.resume()
}
