import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common'
import { Bare } from '#core/access/bare.decorator.js'
import { Public } from '#core/access/public.decorator.js'
import { Settings } from '#core/config/settings.js'
import { ServiceInfoDto } from './dto/service-info.dto.js'
import { ApiRoute } from './openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from './openapi/decorators/api-success.decorator.js'

/** The bare address of the service. */
@Controller({ version: VERSION_NEUTRAL })
export class RootController {
  constructor(private readonly settings: Settings) {}

  @ApiRoute({
    id: 'readServiceInfo',
    tag: 'service',
    summary: 'Get name, version and links of the service',
    description: 'Links of pages that are switched off are left out.',
    public: true
  })
  @ApiSuccess(200, { description: 'The service.', type: ServiceInfoDto, bare: true })
  @Get()
  @Public()
  @Bare()
  read(): ServiceInfoDto {
    const { ENABLE_DOCS: docs, ENABLE_STUDIO: studio } = this.settings
    return ServiceInfoDto.of({ docs, studio })
  }
}
