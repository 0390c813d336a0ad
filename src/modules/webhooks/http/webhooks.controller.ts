import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { AppError } from '#core/errors/app-error.js'
import { ownerIdRule } from '#core/http/dto/input-field.decorators.js'
import { listOf, type Page } from '#core/http/dto/paging.dto.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import { plainText } from '#core/http/openapi/decorators/patterns.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { WebhookOutbox } from '../webhook-outbox.service.js'
import { WebhooksRepository } from '../webhooks.repository.js'
import { WebhookDto, WebhookListQueryDto } from './webhook.dto.js'

const idParam = {
  description: 'Webhook id (UUID).',
  maxLength: 16_384,
  pattern: plainText,
  example: '9a7d1c52-0f6b-4c07-8d0e-5b1d6a2f4c33'
}

class NoSuchWebhook extends AppError {
  constructor() {
    super('NOT_FOUND', { message: 'There is no such webhook' })
  }
}

/** The delivery log of webhooks. */
@Controller({ path: 'webhooks', version: '1' })
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly outbox: WebhookOutbox
  ) {}

  @ApiRoute({
    id: 'listWebhooks',
    tag: 'jobs',
    summary: 'List webhooks and their deliveries',
    description: 'Webhooks of the owner, the newest first, each with its latest attempts.'
  })
  @ApiSuccess(200, { description: 'One page of webhooks.', type: listOf(WebhookDto) })
  @ApiErrors(
    ...closedRouteErrors('Required: create Story'),
    new ValidationFailed([{ field: 'state', messages: ['is not an allowed value'] }])
  )
  @Get()
  @Scopes('stories')
  @RateLimit('read')
  async list(
    @CurrentPrincipal() { owner }: Principal,
    @Query() query: WebhookListQueryDto
  ): Promise<Page<WebhookDto>> {
    const slice = query.toWebhookSlice()
    const { results, ...rest } = await this.webhooks.list(owner, query.state, slice)
    return query.toPage(slice, { ...rest, results: results.map(one => WebhookDto.from(one)) })
  }

  @ApiRoute({
    id: 'redeliverWebhook',
    tag: 'jobs',
    summary: 'Deliver a webhook again',
    description:
      'With the same id and text, also if it was delivered before. Returns 404 if the webhook does not exist or belongs to another owner; with the scope `admin`, webhooks of all owners are found.'
  })
  @ApiPathParam('id', idParam)
  @ApiSuccess(202, { description: 'The webhook.', type: WebhookDto })
  @ApiErrors(
    ...closedRouteErrors('Required: create Story'),
    new ValidationFailed([{ field: 'X-User-ID', messages: [ownerIdRule] }]),
    new NoSuchWebhook()
  )
  @Post(':id/redeliver')
  @HttpCode(202)
  @Scopes('stories')
  @RateLimit('read')
  async redeliver(
    @CurrentPrincipal() { owner, scopes }: Principal,
    @Param('id') id: string
  ): Promise<WebhookDto> {
    const webhook = await this.webhooks.find(id, scopes.has('admin') ? undefined : owner)
    if (webhook === undefined) throw new NoSuchWebhook()
    await this.outbox.redeliver(webhook.id)
    return WebhookDto.from({ ...webhook, state: 'pending' })
  }
}
