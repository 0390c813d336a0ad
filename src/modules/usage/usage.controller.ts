import { Controller, Get, UseInterceptors } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { Answer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { Limited } from '#modules/rate-limit/limited.decorator.js'
import { OwnUsage } from './own-usage.js'
import { ReadOwnUsage } from './read-own-usage.service.js'
import { ownUsageErrors, ownUsageExamples } from './usage-examples.js'

@Controller({ path: 'usage', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class UsageController {
  constructor(private readonly usage: ReadOwnUsage) {}

  @Operation({
    id: 'readUsage',
    tag: 'usage',
    summary: 'What you used, what it cost, what is left',
    description:
      'Tokens and money charged to the owner today and this month (UTC), and how every budget and rate limit that applies stands. Attempts that gave nothing are paid by the service and are not in here. Needs the scope `stories`, or a role that may write stories.'
  })
  @Answer(200, { about: 'The usage.', type: enveloped(OwnUsage), examples: ownUsageExamples })
  @Answers(...ownUsageErrors)
  @Get()
  @Scopes('stories')
  @Limited('read')
  read(@CurrentCaller() caller: Caller): Promise<OwnUsage> {
    return this.usage.execute(caller)
  }
}
