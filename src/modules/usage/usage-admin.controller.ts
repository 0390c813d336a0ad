import { Controller, Get, Query, UseInterceptors } from '@nestjs/common'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { Answer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { BookedUsage } from './booked-usage.js'
import { ReadBookedUsage } from './read-booked-usage.service.js'
import { bookedUsageErrors, bookedUsageExamples } from './usage-examples.js'
import { UsageQuery } from './usage.query.js'

@Controller({ path: 'admin/usage', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class UsageAdminController {
  constructor(private readonly usage: ReadBookedUsage) {}

  @Operation({
    id: 'readAllUsage',
    tag: 'admin',
    summary: 'Anyone’s usage, by owner, model or day',
    description:
      'Everything booked, this month (UTC) unless told otherwise: what owners were charged and what the service paid itself, which together reconcile with the provider’s bill. Owners and models come with the dearest first, days in their order.'
  })
  @Answer(200, {
    about: 'The usage.',
    type: enveloped(BookedUsage),
    examples: bookedUsageExamples
  })
  @Answers(...bookedUsageErrors)
  @Get()
  @Scopes('admin')
  read(@Query() query: UsageQuery): Promise<BookedUsage> {
    return this.usage.execute(query)
  }
}
