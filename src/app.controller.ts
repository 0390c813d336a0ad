import { Controller, Get, Inject, VERSION_NEUTRAL } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Bare } from '#core/access/bare.decorator.js'
import { Public } from '#core/access/public.decorator.js'
import { httpConfig } from '#core/http/http.config.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { publicPath } from '#core/http/request/public-path.js'
import { metricsConfig } from '#core/metrics/metrics.config.js'
import { studioConfig } from '#modules/studio/studio.config.js'
import { ServiceInfoDto } from './app.dto.js'

/** The bare address of the service. */
@Controller({ version: VERSION_NEUTRAL })
export class AppController {
  constructor(
    @Inject(httpConfig.KEY) private readonly http: ConfigType<typeof httpConfig>,
    @Inject(studioConfig.KEY) private readonly studio: ConfigType<typeof studioConfig>,
    @Inject(metricsConfig.KEY) private readonly metrics: ConfigType<typeof metricsConfig>
  ) {}

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
    const { ENABLE_DOCS: docs } = this.http
    const { ENABLE_STUDIO: studio } = this.studio
    const { ENABLE_METRICS, METRICS_PORT } = this.metrics
    const metrics = ENABLE_METRICS && METRICS_PORT === undefined
    return ServiceInfoDto.of({ docs, studio, metrics }, publicPath)
  }
}
