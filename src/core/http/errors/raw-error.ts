import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { AppError } from '#core/errors/app-error.js'
import { securityHeaders } from '#core/http/protocol/security-headers.js'
import { idHeaders, readIds } from '#core/http/request/ids.js'
import { errorBody } from './error-body.js'

/** Closing at once would discard what the client has not read yet (RFC 9112, 9.6). */
const lingerMs = 1_000

interface Extra {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Writes the error body to a connection that has no reply object, then closes it. */
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
    ...idHeaders(ids),
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
