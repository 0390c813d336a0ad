import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { issueErrors, validateErrors } from './auth-errors.js'
import { IssuedTokenDto } from './dto/issued-token.dto.js'
import { PrincipalDto } from './dto/principal.dto.js'
import { TokenRequestDto } from './dto/token-request.dto.js'
import { IssueTokenService } from './issue-token.service.js'

@Controller({ path: 'auth', version: '1' })
export class AuthController {
  constructor(private readonly tokens: IssueTokenService) {}

  @ApiRoute({
    id: 'issueToken',
    tag: 'auth',
    summary: 'Issue a token for a user',
    description:
      'A short-lived token with which one user may write stories and nothing else. Needs the scope `tokens:issue`. Returns 404 when the service issues no tokens (`TOKEN_SECRET` is not set).'
  })
  @ApiRequestBody(TokenRequestDto, 'User and lifetime.')
  @ApiSuccess(200, { description: 'The token.', type: IssuedTokenDto })
  @ApiErrors(...issueErrors)
  @Post('token')
  @HttpCode(200)
  @Scopes('tokens:issue')
  issue(@Body() { user_id, expires_in_hours }: TokenRequestDto): Promise<IssuedTokenDto> {
    return this.tokens.execute(user_id, expires_in_hours)
  }

  @ApiRoute({
    id: 'validateCredential',
    tag: 'auth',
    summary: 'Validate the presented credential',
    description:
      'Returns the principal, scopes and claims of the credential. Accepts any valid credential; an invalid one gets 401. Takes no body.'
  })
  @ApiSuccess(200, { description: 'The principal.', type: PrincipalDto })
  @ApiErrors(...validateErrors)
  @Post('validate')
  @HttpCode(200)
  @Scopes()
  validate(@CurrentPrincipal() principal: Principal): PrincipalDto {
    return PrincipalDto.from(principal)
  }
}
