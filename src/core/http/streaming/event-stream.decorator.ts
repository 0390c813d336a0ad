import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { EventStream } from './event-stream.js'

/** The response as a stream of server-sent events; it opens with the first event. */
export const Events = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp()
  const { requestContext } = http.getRequest<FastifyRequest>()
  return new EventStream(http.getResponse<FastifyReply>(), requestContext)
})
