import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'

/** The latest request of each connection, by its reply; answers leave in the order of requests. */
const latest = new WeakMap<Socket, FastifyReply>()

export function trackExchange(reply: FastifyReply): void {
  latest.set(reply.request.raw.socket, reply)
}

/** The request that is still arriving on a connection, if one is. */
export function arrivingExchange(socket: Socket): FastifyReply | undefined {
  const reply = latest.get(socket)
  return reply === undefined || reply.request.raw.complete ? undefined : reply
}

/** Runs `then` once every request before it is answered, so that no answer is taken for theirs. */
export function afterEarlierAnswers(socket: Socket, then: () => void): void {
  const response = latest.get(socket)?.raw
  if (response === undefined || response.closed || response.writableFinished) then()
  else response.once('close', then)
}
