import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import { ValidationFailed } from '#core/http/dto/validation.js'
import type { GenerationHeaders } from '#modules/stories/generate/generation-command.js'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** What of the request's headers matters to a generation. */
export const GenerationOptions = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readOptions(context.switchToHttp().getRequest<{ readonly headers: Headers }>().headers)
)

/** @throws ValidationFailed when the Idempotency-Key is not 1 to 255 printable ASCII characters */
function readOptions(headers: Headers): GenerationHeaders {
  const key = String(headers['idempotency-key'] ?? '').trim()
  if (!/^[\x20-\x7e]{0,255}$/.test(key)) {
    const messages = ['must be 1 to 255 printable ASCII characters']
    throw new ValidationFailed([{ field: 'Idempotency-Key', messages }])
  }
  return {
    idempotencyKey: key === '' ? undefined : key,
    bypassCache: /\bno-(cache|store)\b/i.test(String(headers['cache-control'] ?? ''))
  }
}
