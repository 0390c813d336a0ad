import { applyDecorators } from '@nestjs/common'
import { Documented } from './documented.decorator.js'
import { legacyDetailExtension } from './extensions.js'

interface ApiRouteOptions {
  /** Operation id, unique; generated clients use it as the function name. */
  readonly id: string
  readonly tag: keyof ApiTags
  readonly summary: string
  /** CommonMark. */
  readonly description: string
  /** Whether the route is open to everyone, as `@Public()` makes it. */
  readonly public?: boolean
  /** Whether errors carry the string `detail` of the Python service. */
  readonly legacyDetail?: boolean
}

/**
 * Every tag with its description. Core's are here; the others are added by declaration merging, and
 * app.openapi.ts lists them all.
 */
export interface ApiTags {
  readonly health: string
  readonly service: string
}

/** Names and describes a route in the OpenAPI document. */
export function ApiRoute(options: ApiRouteOptions): MethodDecorator {
  const { id, tag, summary, description, legacyDetail = false } = options
  return applyDecorators(
    Documented(({ ApiExtension }) => ApiExtension(legacyDetailExtension, legacyDetail)),
    Documented(({ ApiOperation }) =>
      ApiOperation({
        operationId: id,
        tags: [tag],
        summary,
        description,
        ...(options.public && { security: [] })
      })
    )
  )
}
