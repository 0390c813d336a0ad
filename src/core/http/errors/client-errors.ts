import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { Injectable } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { AllowedMethods } from './allowed-methods.js'
import { Exchanges } from './exchanges.js'
import { writeRawError } from './raw-error.js'
import { methodNotAllowed } from './refine-error.js'

/** The error of Node's parser for bytes that it cannot parse. */
interface ParserError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer
  readonly bytesParsed?: number
}

/** Longer than any method: the search for the start of a method goes back no further. */
const maxMethodLength = 32

/** The part of a method that the parser read before it stopped. */
const methodSoFar = /[\w!#$%&'*+.^`|~-]*$/

/** A request line that is valid except for its method. */
const requestLine = /^[\w!#$%&'*+.^`|~-]+ (\/\S*) HTTP\/1\.[01]\r?\n/

/** Responds to bytes that never became a request for the router: once, in order, then closes. */
@Injectable()
export class ClientErrors {
  private readonly refused = new WeakSet<Socket>()

  constructor(
    private readonly allowedMethods: AllowedMethods,
    private readonly exchanges: Exchanges
  ) {}

  /** Node passes CONNECT as a raw connection, and closes it if there is no listener. */
  watch(server: Server): void {
    server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
      this.exchanges.afterEarlierResponses(socket, () => this.refuseMethod(socket, url))
    })
  }

  respond(error: ParserError, socket: Socket): void {
    // A failed parser reports an error for every further byte.
    if (this.refused.has(socket)) return
    this.refused.add(socket)
    const arriving = this.exchanges.arriving(socket)
    if (arriving === undefined) {
      this.exchanges.afterEarlierResponses(socket, () => this.refuseConnection(error, socket))
    } else if (arriving.sent || !socket.writable) {
      // The response is sent already, or the client cannot read it.
      socket.destroySoon()
    } else {
      void arriving.header('Connection', 'close').send(toProblem(error.code))
    }
  }

  private refuseConnection(error: ParserError, socket: Socket): void {
    const url = error.code === 'HPE_INVALID_METHOD' ? urlOf(error) : undefined
    if (url === undefined) writeRawError(socket, toProblem(error.code))
    else this.refuseMethod(socket, url)
  }

  private refuseMethod(socket: Socket, url: string): void {
    const methods = this.allowedMethods.at(url)
    const error = methodNotAllowed('that method', methods)
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
      return new AppError('PAYLOAD_TOO_LARGE', {
        message: 'The extensions of a chunk of the request body are too large'
      })
    default:
      return new AppError('MALFORMED_REQUEST', { message: 'The request is not valid HTTP' })
  }
}

/** The address in the request line whose method the parser rejected. */
function urlOf({ rawPacket, bytesParsed = 0 }: ParserError): string | undefined {
  const bytes = rawPacket?.toString('latin1') ?? ''
  const [start = ''] = methodSoFar.exec(bytes.slice(0, bytesParsed).slice(-maxMethodLength)) ?? []
  return requestLine.exec(start + bytes.slice(bytesParsed))?.[1]
}
