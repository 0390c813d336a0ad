import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common'
import type { Caller } from '../../core/access/caller.js'
import { CurrentCaller } from '../../core/access/current-caller.decorator.js'
import { Scopes } from '../../core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '../../core/http/envelope.interceptor.js'
import { toCallerReport, type CallerReport } from './caller-report.js'
import { IssueToken, type IssuedToken } from './issue-token.service.js'
import { TokenRequestBody } from './token-request.body.js'

@Controller({ path: 'auth', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class AuthController {
  constructor(private readonly tokens: IssueToken) {}

  @Post('token')
  @HttpCode(200)
  @Scopes('tokens:issue')
  issue(@Body() { user_id, expires_in_hours }: TokenRequestBody): IssuedToken {
    return this.tokens.execute(user_id, expires_in_hours)
  }

  @Post('validate')
  @HttpCode(200)
  @Scopes()
  validate(@CurrentCaller() caller: Caller): CallerReport {
    return toCallerReport(caller)
  }
}
