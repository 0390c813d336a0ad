import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { contextOf } from '#core/http/context.hook.js'
import { EventStream } from './event-stream.js'

/** The answer as a stream of events, should the handler want one. */
export const Events = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp()
  const reply = http.getResponse<FastifyReply>()
  return new EventStream(reply, contextOf(http.getRequest<FastifyRequest>(), reply))
})
