import { Controller, Get } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { OwnUsageDto } from './dto/own-usage.dto.js'
import { ReadOwnUsageService } from './read-own-usage.service.js'
import { ownUsageErrors } from './usage-errors.js'

@Controller({ path: 'usage', version: '1' })
export class UsageController {
  constructor(private readonly usage: ReadOwnUsageService) {}

  @ApiRoute({
    id: 'readUsage',
    tag: 'usage',
    summary: 'Get the own usage, cost and remaining limits',
    description:
      'Tokens and cost charged to the owner today and this month (UTC), and the state of every budget and rate limit that applies. Failed attempts are not charged to the owner and are not included. Needs the scope `stories`, or a role that may write stories.'
  })
  @ApiSuccess(200, { description: 'The usage.', type: OwnUsageDto })
  @ApiErrors(...ownUsageErrors)
  @Get()
  @Scopes('stories')
  @RateLimit('read')
  read(@CurrentPrincipal() principal: Principal): Promise<OwnUsageDto> {
    return this.usage.execute(principal)
  }
}
