import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { Injectable } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { AllowedMethods } from '#core/http/allowed-methods.js'
import { writeRawError } from './raw-error.js'
import { afterEarlierAnswers, arrivingExchange } from './exchanges.js'

/** What Node's parser says of the bytes that it gave up on. */
interface ParserError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer
  readonly bytesParsed?: number
}

/** Longer than any method; the search for the start of one goes back no further. */
const maxMethodLength = 32

/** The part of a method that the parser had read when it stopped, at the end of what it had read. */
const methodSoFar = /[\w!#$%&'*+.^`|~-]*$/

/** A request line, sound but for its method. */
const requestLine = /^[\w!#$%&'*+.^`|~-]+ (\/\S*) HTTP\/1\.[01]\r?\n/

/** Answers what never became a request that the router could take: once, in order, and hangs up. */
@Injectable()
export class ClientErrors {
  private readonly refused = new WeakSet<Socket>()

  constructor(private readonly allowedMethods: AllowedMethods) {}

  /** CONNECT is handed over as a bare connection; unheard, it would be dropped without a word. */
  watch(server: Server): void {
    server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
      afterEarlierAnswers(socket, () => this.answerMethodNotAllowed(socket, url))
    })
  }

  answer(error: ParserError, socket: Socket): void {
    // A dead parser complains of every further byte.
    if (this.refused.has(socket)) return
    this.refused.add(socket)
    const arriving = arrivingExchange(socket)
    if (arriving === undefined) {
      afterEarlierAnswers(socket, () => this.answerBareConnection(error, socket))
    } else if (arriving.sent || !socket.writable) {
      // Its answer is out, or nobody reads it; a second one would belong to no request.
      socket.destroySoon()
    } else {
      void arriving.header('Connection', 'close').send(toProblem(error.code))
    }
  }

  private answerBareConnection(error: ParserError, socket: Socket): void {
    const url = error.code === 'HPE_INVALID_METHOD' ? urlOf(error) : undefined
    if (url === undefined) writeRawError(socket, toProblem(error.code))
    else this.answerMethodNotAllowed(socket, url)
  }

  private answerMethodNotAllowed(socket: Socket, url: string): void {
    const methods = this.allowedMethods.at(url)
    const error = new AppError('METHOD_NOT_ALLOWED', { details: { allowed: methods } })
    const path = url.split('?', 1)[0] ?? ''
    writeRawError(socket, error, { path, headers: { Allow: methods.join(', ') } })
  }
}

export function toProblem(code: string | undefined): AppError {
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
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new AppError('PAYLOAD_TOO_LARGE')
    default:
      return new AppError('MALFORMED_REQUEST', { message: 'The request is not valid HTTP' })
  }
}

/** The address in the line at whose method the parser stopped. */
function urlOf({ rawPacket, bytesParsed = 0 }: ParserError): string | undefined {
  const bytes = rawPacket?.toString('latin1') ?? ''
  const [start = ''] = methodSoFar.exec(bytes.slice(0, bytesParsed).slice(-maxMethodLength)) ?? []
  return requestLine.exec(start + bytes.slice(bytesParsed))?.[1]
}
