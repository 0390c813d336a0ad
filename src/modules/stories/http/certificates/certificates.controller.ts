import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { storyErrors } from '#modules/stories/http/story-errors.js'
import { storyIdParam } from '#modules/stories/http/dto/story-fields.js'
import { CertificateDto, CertificateVerdictDto, VerifyCertificateDto } from './certificate.dto.js'
import { CertificatesService } from './certificates.service.js'

@Controller({ version: '1' })
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  @ApiRoute({
    id: 'readCertificate',
    tag: 'certificates',
    summary: 'Get the certificate of a story',
    description:
      'A signed statement of what was verified of the story: hashes of title and content, and the results of the checks with positions. Returns 404 if the story does not exist or belongs to another owner, and if the service has no key (`CERTIFICATE_KEY`).'
  })
  @ApiPathParam('id', storyIdParam)
  @ApiSuccess(200, { description: 'The certificate.', type: CertificateDto })
  @ApiErrors(...storyErrors)
  @Get('stories/:id/certificate')
  @Scopes('stories')
  @RateLimit('read')
  read(
    @CurrentPrincipal() { owner }: Principal,
    @Param('id') storyId: string
  ): Promise<CertificateDto> {
    return this.certificates.certificateOf(owner, storyId)
  }

  @ApiRoute({
    id: 'verifyCertificate',
    tag: 'certificates',
    summary: 'Verify a certificate',
    description:
      'Verifies signature and hashes, makes the checks again for the content that is sent, and returns the result of each claim. A certificate that is not valid is no error. Nothing is stored.'
  })
  @ApiRequestBody(VerifyCertificateDto, 'A certificate, and the story that it belongs to.')
  @ApiSuccess(200, { description: 'The results.', type: CertificateVerdictDto })
  @ApiErrors(
    ...closedRouteErrors('Required: create Story'),
    new ValidationFailed([{ field: 'certificate', messages: ['must be text'] }]),
    'MALFORMED_REQUEST',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE'
  )
  @Post('certificates/verify')
  @HttpCode(200)
  @Scopes('stories')
  @RateLimit('read')
  verify(@Body() body: VerifyCertificateDto): Promise<CertificateVerdictDto> {
    return this.certificates.verify(body)
  }
}
