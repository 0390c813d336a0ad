import { Controller, Get } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { OwnUsage } from './dto/own-usage.dto.js'
import { ReadOwnUsageService } from './read-own-usage.service.js'
import { ownUsageErrors, ownUsageExamples } from './usage-examples.js'

@Controller({ path: 'usage', version: '1' })
export class UsageController {
  constructor(private readonly usage: ReadOwnUsageService) {}

  @ApiRoute({
    id: 'readUsage',
    tag: 'usage',
    summary: 'What you used, what it cost, what is left',
    description:
      'Tokens and money charged to the owner today and this month (UTC), and how every budget and rate limit that applies stands. Attempts that gave nothing are paid by the service and are not in here. Needs the scope `stories`, or a role that may write stories.'
  })
  @ApiSuccess(200, {
    description: 'The usage.',
    type: enveloped(OwnUsage),
    examples: ownUsageExamples
  })
  @ApiErrors(...ownUsageErrors)
  @Get()
  @Scopes('stories')
  @RateLimit('read')
  read(@CurrentPrincipal() principal: Principal): Promise<OwnUsage> {
    return this.usage.execute(principal)
  }
}
