import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { contextOf } from './context.hook.js'

/** A signal that aborts when the caller hangs up. */
export const RequestSignal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp()
  return contextOf(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()).signal
})
