import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'

/** A signal that aborts when the client disconnects: see abort-on-disconnect.ts. */
export const RequestSignal = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().requestContext.signal
)
