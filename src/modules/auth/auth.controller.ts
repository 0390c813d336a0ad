import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import {
  principalExamples,
  issueErrors,
  tokenExamples,
  tokenRequestExamples,
  validateErrors
} from './auth-examples.js'
import { PrincipalReport, toPrincipalReport } from './dto/principal.dto.js'
import { IssueTokenService } from './issue-token.service.js'
import { IssuedToken } from './dto/issued-token.dto.js'
import { TokenRequestBody } from './dto/token-request.dto.js'

@Controller({ path: 'auth', version: '1' })
export class AuthController {
  constructor(private readonly tokens: IssueTokenService) {}

  @ApiRoute({
    id: 'issueToken',
    tag: 'auth',
    summary: 'Issue a token for a user',
    description:
      'A short-lived token with which one user may write stories and nothing else. Needs the scope `tokens:issue`. 404 where this service issues none (`TOKEN_SECRET`).'
  })
  @ApiRequestBody({
    description: 'For whom.',
    type: TokenRequestBody,
    examples: tokenRequestExamples
  })
  @ApiSuccess(200, {
    description: 'The token.',
    type: enveloped(IssuedToken),
    examples: tokenExamples
  })
  @ApiErrors(...issueErrors)
  @Post('token')
  @HttpCode(200)
  @Scopes('tokens:issue')
  issue(@Body() { user_id, expires_in_hours }: TokenRequestBody): Promise<IssuedToken> {
    return this.tokens.execute(user_id, expires_in_hours)
  }

  @ApiRoute({
    id: 'validateCredential',
    tag: 'auth',
    summary: 'What the presented credential says and may',
    description: 'Any valid credential will do; a bad one is a 401. Takes no body.'
  })
  @ApiSuccess(200, {
    description: 'The caller.',
    type: enveloped(PrincipalReport),
    examples: principalExamples
  })
  @ApiErrors(...validateErrors)
  @Post('validate')
  @HttpCode(200)
  @Scopes()
  validate(@CurrentPrincipal() principal: Principal): PrincipalReport {
    return toPrincipalReport(principal)
  }
}
