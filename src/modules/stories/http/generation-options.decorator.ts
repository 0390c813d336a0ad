import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import { idempotencyKeyOf, type IdempotentRequest } from '#modules/idempotency/idempotency-key.js'
import type { GenerationHeaders } from '#modules/stories/generate/generation-command.js'

interface Request extends IdempotentRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What the headers of a generating request ask for. */
export const GenerationOptions = createParamDecorator(
  (_: unknown, context: ExecutionContext): GenerationHeaders => {
    const request = context.switchToHttp().getRequest<Request>()
    return {
      idempotencyKey: idempotencyKeyOf(request),
      bypassCache: /\bno-(cache|store)\b/i.test(String(request.headers['cache-control'] ?? ''))
    }
  }
)
