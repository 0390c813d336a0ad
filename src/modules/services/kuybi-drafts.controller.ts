import { Controller, Param, Post } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { AppError } from '#core/errors/app-error.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { anyText } from '#core/http/openapi/decorators/patterns.js'
import { RequestSignal } from '#core/http/request/request-signal.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import { storyErrors } from '#modules/stories/http/story-errors.js'
import { KuybiDrafts, type PostedDraft } from './kuybi-drafts.service.js'

/** A draft in Kuybi. */
export class PostedDraftDto implements PostedDraft {
  static readonly examples = { posted: { kuybiId: '8a0c2f5e-6f37-4f0b-9d0b-7a52c7b1a0de' } }

  @TextField({
    description: 'Id of the story in Kuybi; null if Kuybi named none.',
    maxLength: 100,
    pattern: anyText,
    nullable: true
  })
  readonly kuybiId!: string | null
}

@Controller({ path: 'stories', version: '1' })
export class KuybiDraftsController {
  constructor(private readonly drafts: KuybiDrafts) {}

  @ApiRoute({
    id: 'postKuybiDraft',
    tag: 'stories',
    summary: 'Post the draft of a story to Kuybi',
    description:
      'Posts `draft` of the story to Kuybi’s create-story route, with a service token, for the owner of the story. Needs `KUYBI_URL` and `SERVICE_JWT_SECRET`.'
  })
  @ApiPathParam('id', storyIdParam)
  @ApiSuccess(201, { description: 'The story in Kuybi.', type: PostedDraftDto })
  @ApiErrors(...storyErrors, new AppError('EXTERNAL_SERVICE_ERROR', { details: { status: 403 } }))
  @Post(':id/kuybi-draft')
  @Scopes('stories')
  @RateLimit('read')
  post(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string,
    @RequestSignal() signal: AbortSignal
  ): Promise<PostedDraft> {
    return this.drafts.execute(owner, storyId, signal)
  }
}
