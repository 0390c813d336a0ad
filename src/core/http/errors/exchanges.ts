import type { Socket } from 'node:net'
import { Injectable } from '@nestjs/common'
import type { FastifyReply } from 'fastify'

/** The latest request of each connection; responses leave in the order of the requests. */
@Injectable()
export class Exchanges {
  private readonly latest = new WeakMap<Socket, FastifyReply>()

  track(reply: FastifyReply): void {
    this.latest.set(reply.request.raw.socket, reply)
  }

  /** The request that is still arriving on a connection, if there is one. */
  arriving(socket: Socket): FastifyReply | undefined {
    const reply = this.latest.get(socket)
    return reply === undefined || reply.request.raw.complete ? undefined : reply
  }

  /** Runs `then` once every earlier request is answered, so that no response is taken for theirs. */
  afterEarlierResponses(socket: Socket, then: () => void): void {
    const response = this.latest.get(socket)?.raw
    if (response === undefined || response.closed || response.writableFinished) then()
    else response.once('close', then)
  }
}
