import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { Principal } from '#core/access/principal.js'
import { reportIgnoredFields } from '#core/http/dto/ignored-fields.js'
import { DtoValidationPipe } from '#core/http/dto/validation.js'
import { idempotencyKeyOf, type IdempotentRequest } from '#modules/idempotency/idempotency-key.js'
import type { GenerationCommand } from '#modules/stories/generate/generation-command.js'
import { StoryCache } from '#modules/stories/generate/story-cache.service.js'
import type { StoryRequestDto } from './dto/story-request.dto.js'
import { bypassesCache, generatingRoute, type GeneratedBy } from './generating-route.decorator.js'

/** A request whose body is read. Without a command, its body or its headers are refused. */
export interface GeneratingRequest extends IdempotentRequest {
  generation?: Promise<GenerationCommand>
}

interface Request extends GeneratingRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
  readonly user?: Principal
}

/**
 * Reads the command of a generating request and begins its cache look-up before the rate limit is
 * counted: Redis gets both in one round trip. Whether the body is valid is answered after the limit.
 */
@Injectable()
export class GenerationCommandGuard implements CanActivate {
  private readonly validation = new DtoValidationPipe()

  constructor(
    private readonly reflector: Reflector,
    private readonly cache: StoryCache
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const generated = this.reflector.get<GeneratedBy | undefined>(
      generatingRoute,
      context.getHandler()
    )
    const http = context.switchToHttp()
    const request = http.getRequest<Request>()
    const { user } = request
    if (generated === undefined || user === undefined) return true
    reportIgnoredFields(http.getResponse(), generated.body, request.body)
    request.generation = this.commandOf(request, user, generated)
    // GenerationCommandParam rejects with it, after the rate limit.
    await request.generation.catch(() => undefined)
    return true
  }

  /** @throws ValidationFailed */
  private async commandOf(
    request: Request,
    principal: Principal,
    { route, body }: GeneratedBy
  ): Promise<GenerationCommand> {
    const metadata = { type: 'body', metatype: body } as const
    const dto = (await this.validation.transform(request.body, metadata)) as StoryRequestDto
    const command = {
      request: dto.toStoryRequest(),
      principal,
      route,
      idempotencyKey: idempotencyKeyOf(request)
    }
    const isBypassed = bypassesCache(request.headers['cache-control'])
    return { ...command, lookup: isBypassed ? undefined : this.cache.lookUp(command) }
  }
}
