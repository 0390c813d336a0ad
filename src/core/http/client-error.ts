import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { AppError } from '../errors/app-error.js'
import { errorBody } from './error-body.js'
import { readIds } from './ids.js'

/** Bytes that never became a request: answered by hand, in the one error body, and hung up. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const problem = toProblem(error.code)
  const ids = readIds({})
  const body = JSON.stringify(errorBody(problem, { ...ids, path: '' }))
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-ID: ${ids.requestId}`,
    `X-Correlation-ID: ${ids.correlationId}`,
    'Connection: close'
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function toProblem(code: string | undefined): AppError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError('MALFORMED_REQUEST', {
        status: 408,
        message: 'The request took too long to arrive'
      })
    case 'HPE_HEADER_OVERFLOW':
      return new AppError('MALFORMED_REQUEST', {
        status: 431,
        message: 'The request headers are too large'
      })
    default:
      return new AppError('MALFORMED_REQUEST', { message: 'The request is not valid HTTP' })
  }
}
