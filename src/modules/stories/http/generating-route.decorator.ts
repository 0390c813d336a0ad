import { applyDecorators, SetMetadata, type Type } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import {
  ApiRequestHeaders,
  type RequestHeader
} from '#core/http/openapi/decorators/api-request-headers.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import type { DocumentedClass } from '#core/http/openapi/decorators/api-success.decorator.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import { idempotencyKeyHeader } from '#modules/idempotency/idempotency-key-header.js'
import { Idempotent } from '#modules/idempotency/idempotent.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import type { GenerationCommand } from '#modules/stories/generate/generation-command.js'
import type { StoryRequestDto } from './dto/story-request.dto.js'
import { generationErrors } from './story-errors.js'

/** `Cache-Control` in the OpenAPI document. */
export const cacheControlHeader: RequestHeader = {
  name: 'Cache-Control',
  in: 'header',
  required: false,
  description: '`no-cache` bypasses the cache and generates a new story.',
  schema: { type: 'string', maxLength: 200, pattern: oneLine },
  example: 'no-cache'
}

/** Whether the header asks for a new story. */
export function bypassesCache(header: string | string[] | undefined): boolean {
  return /\bno-(cache|store)\b/i.test(String(header ?? ''))
}

/** Metadata of a generating route: what GenerationCommandGuard reads. */
export const generatingRoute = Symbol('generating route')

export interface GeneratedBy {
  /** Scopes an Idempotency-Key. */
  readonly route: GenerationCommand['route']
  readonly body: Type<StoryRequestDto> & DocumentedClass
}

interface GeneratingRouteOptions extends GeneratedBy {
  readonly id: string
  readonly summary: string
  readonly description: string
  readonly legacyDetail?: boolean
  /** JSON without a content type, as text/plain or of any +json type. */
  readonly acceptsUntypedJson?: boolean
}

/**
 * The decorators of every route that generates a story: scope, limits, idempotency, headers and
 * errors.
 */
export function GeneratingRoute(options: GeneratingRouteOptions): MethodDecorator {
  const { route, body, acceptsUntypedJson = false, ...documentation } = options
  const { legacyDetail = false } = documentation
  return applyDecorators(
    SetMetadata(generatingRoute, { route, body } satisfies GeneratedBy),
    RouteConfig({ isGeneration: true, legacyDetail, acceptsUntypedJson }),
    Scopes('stories'),
    RateLimit('generation'),
    Idempotent(route),
    ApiRoute({ tag: 'stories', ...documentation }),
    ApiRequestHeaders({ IdempotencyKey: idempotencyKeyHeader, CacheControl: cacheControlHeader }),
    ApiRequestBody(body, 'The requested story.'),
    ApiErrors(...generationErrors)
  )
}
