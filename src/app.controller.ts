import { Controller, Get, Inject, VERSION_NEUTRAL } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Bare } from '#core/access/bare.decorator.js'
import { Public } from '#core/access/public.decorator.js'
import { httpConfig } from '#core/http/http.config.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { serviceVersion } from '#core/config/version.js'
import { ChoiceField, MapField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { versionNumber } from '#core/http/openapi/decorators/patterns.js'
import { publicPath } from '#core/http/request/public-path.js'
import { metricsConfig } from '#core/metrics/metrics.config.js'
import { studioConfig } from '#modules/studio/studio.config.js'

const links = {
  generate: '/api/v1/generate',
  stories: '/api/v1/stories',
  stream: '/api/v1/stories/stream',
  health: '/api/health'
} as const

/** Pages that settings may switch off. */
const pages = { docs: '/api/docs', metrics: '/metrics', studio: '/studio' } as const

type Enabled = Readonly<Record<keyof typeof pages, boolean>>

const welcome = 'Welcome to Jiraiya Service 🐸'

/** Name, version and links of the service. */
export class ServiceInfoDto {
  static readonly examples: Readonly<Record<string, ServiceInfoDto>> = {
    jiraiya: ServiceInfoDto.of({ docs: true, metrics: true, studio: true })
  }

  @ChoiceField({ description: 'Name of the service.', choices: ['jiraiya'] })
  readonly name!: 'jiraiya'

  @ChoiceField({ description: 'Greeting, as of the Python service.', choices: [welcome] })
  readonly message!: typeof welcome

  @TextField({ description: 'Version of the service.', maxLength: 50, pattern: versionNumber })
  readonly version!: string

  @MapField({
    description: 'Addresses, by name.',
    maxProperties: 10,
    values: { type: 'string', format: 'uri-reference', maxLength: 700 }
  })
  readonly links!: Readonly<Record<string, string>>

  static of(enabled: Enabled, addressOf = (path: string): string => path): ServiceInfoDto {
    const served = Object.entries(pages).filter(([name]) => enabled[name as keyof Enabled])
    const addresses = [...Object.entries(links), ...served]
    return {
      name: 'jiraiya',
      message: welcome,
      version: serviceVersion,
      links: Object.fromEntries(addresses.map(([name, path]) => [name, addressOf(path)]))
    }
  }
}

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
