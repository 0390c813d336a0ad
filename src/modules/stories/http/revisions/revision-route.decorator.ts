import { applyDecorators } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRequestHeaders } from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { idempotencyKeyHeader } from '#modules/idempotency/idempotency-key-header.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import type { GenerationCommand } from '#modules/stories/generate/generation-command.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import { generationErrors } from '#modules/stories/http/story-errors.js'
import { RevisionRequestDto } from './revision-request.dto.js'

interface RevisionRouteOptions {
  readonly id: string
  /** Scopes an Idempotency-Key. */
  readonly route: GenerationCommand['route']
  readonly summary: string
  readonly description: string
}

/** The decorators of the routes that revise a story: those of every route that generates one. */
export function RevisionRoute({ route, ...documentation }: RevisionRouteOptions): MethodDecorator {
  return applyDecorators(
    RouteConfig({ isGeneration: true, legacyDetail: false, acceptsUntypedJson: false }),
    Scopes('stories'),
    RateLimit('generation'),
    Idempotent(route),
    ApiRoute({ tag: 'stories', ...documentation }),
    ApiPathParam('id', storyIdParam),
    ApiRequestHeaders({ IdempotencyKey: idempotencyKeyHeader }),
    ApiRequestBody(RevisionRequestDto, 'The change.'),
    ApiErrors(...revisionErrors)
  )
}

const kindIsMissing = new ValidationFailed([
  {
    field: 'quote',
    messages: ['does not occur in the content'],
    rule: 'conflict'
  }
])

const revisionErrors = [kindIsMissing, ...generationErrors.slice(1)]
