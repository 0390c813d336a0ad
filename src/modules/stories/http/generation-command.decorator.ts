import {
  createParamDecorator,
  Injectable,
  type ExecutionContext,
  type PipeTransform,
  type Type
} from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { DtoValidationPipe } from '#core/http/dto/validation.js'
import { idempotencyKeyOf, type IdempotentRequest } from '#modules/idempotency/idempotency-key.js'
import type { GenerationCommand } from '#modules/stories/generate/generation-command.js'
import type { StoryRequestDto } from './dto/story-request.dto.js'

interface Request extends IdempotentRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
  readonly user: Principal
}

interface UnreadCommand {
  readonly route: GenerationCommand['route']
  readonly body: Type<StoryRequestDto>
  readonly request: Request
}

/** The command of a generating request: its validated body, its headers and its caller. */
export function GenerationCommandParam(
  route: GenerationCommand['route'],
  body: Type<StoryRequestDto>
): ParameterDecorator {
  return readCommand({ route, body }, GenerationCommandPipe)
}

const readCommand = createParamDecorator(
  (source: Omit<UnreadCommand, 'request'>, context: ExecutionContext): UnreadCommand => ({
    ...source,
    request: context.switchToHttp().getRequest<Request>()
  })
)

@Injectable()
class GenerationCommandPipe implements PipeTransform<UnreadCommand, Promise<GenerationCommand>> {
  private readonly validation = new DtoValidationPipe()

  /** @throws ValidationFailed */
  async transform({ route, body, request }: UnreadCommand): Promise<GenerationCommand> {
    const metadata = { type: 'body', metatype: body } as const
    const dto = (await this.validation.transform(request.body, metadata)) as StoryRequestDto
    return {
      request: dto.toStoryRequest(),
      principal: request.user,
      route,
      idempotencyKey: idempotencyKeyOf(request),
      bypassCache: /\bno-(cache|store)\b/i.test(String(request.headers['cache-control'] ?? ''))
    }
  }
}
