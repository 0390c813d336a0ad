import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { Answer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { RequestBody } from '#core/http/openapi/decorators/request-body.decorator.js'
import {
  callerExamples,
  issueErrors,
  tokenExamples,
  tokenRequestExamples,
  validateErrors
} from './auth-examples.js'
import { CallerReport, toCallerReport } from './dto/caller-report.js'
import { IssueToken } from './issue-token.service.js'
import { IssuedToken } from './dto/issued-token.js'
import { TokenRequestBody } from './dto/token-request.body.js'

@Controller({ path: 'auth', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class AuthController {
  constructor(private readonly tokens: IssueToken) {}

  @Operation({
    id: 'issueToken',
    tag: 'auth',
    summary: 'Issue a token for a user',
    description:
      'A short-lived token with which one user may write stories and nothing else. Needs the scope `tokens:issue`. 404 where this service issues none (`TOKEN_SECRET`).'
  })
  @RequestBody({ about: 'For whom.', type: TokenRequestBody, examples: tokenRequestExamples })
  @Answer(200, { about: 'The token.', type: enveloped(IssuedToken), examples: tokenExamples })
  @Answers(...issueErrors)
  @Post('token')
  @HttpCode(200)
  @Scopes('tokens:issue')
  issue(@Body() { user_id, expires_in_hours }: TokenRequestBody): Promise<IssuedToken> {
    return this.tokens.execute(user_id, expires_in_hours)
  }

  @Operation({
    id: 'validateCredential',
    tag: 'auth',
    summary: 'What the presented credential says and may',
    description: 'Any valid credential will do; a bad one is a 401. Takes no body.'
  })
  @Answer(200, { about: 'The caller.', type: enveloped(CallerReport), examples: callerExamples })
  @Answers(...validateErrors)
  @Post('validate')
  @HttpCode(200)
  @Scopes()
  validate(@CurrentCaller() caller: Caller): CallerReport {
    return toCallerReport(caller)
  }
}
