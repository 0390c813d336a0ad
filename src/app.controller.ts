import { Controller, Get, Inject, VERSION_NEUTRAL } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { studioConfig } from '#modules/studio/studio.config.js'
import { Public } from '#core/access/public.decorator.js'
import { Bare } from '#core/access/bare.decorator.js'
import { serviceVersion } from '#core/config/version.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ChoiceField, MapField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { httpConfig } from '#core/http/http.config.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { versionNumber } from '#core/http/openapi/decorators/patterns.js'

export class ServiceCard {
  @ChoiceField({ description: 'Who answers.', choices: ['jiraiya'] })
  readonly name!: 'jiraiya'

  @TextField({ description: 'Its version.', maxLength: 50, pattern: versionNumber })
  readonly version!: string

  @MapField({
    description: 'What there is -> where.',
    maxProperties: 10,
    values: { type: 'string', format: 'uri-reference', maxLength: 100 }
  })
  readonly links!: Readonly<Record<string, string>>
}

const links = {
  generate: '/api/v1/generate',
  stories: '/api/v1/stories',
  stream: '/api/v1/stories/stream',
  health: '/api/health',
  metrics: '/metrics'
} as const
const pages = { docs: '/api/docs', studio: '/studio' } as const
const example: ServiceCard = {
  name: 'jiraiya',
  version: serviceVersion,
  links: { ...links, ...pages }
}

/** What a person finds who opens the service's bare address. */
@Bare()
@Controller({ version: VERSION_NEUTRAL })
export class AppController {
  constructor(
    @Inject(httpConfig.KEY) private readonly http: ConfigType<typeof httpConfig>,
    @Inject(studioConfig.KEY) private readonly studio: ConfigType<typeof studioConfig>
  ) {}

  @ApiRoute({
    id: 'readServiceCard',
    tag: 'service',
    summary: 'Name, version and where to go',
    description: 'What a person finds who opens the bare address.',
    public: true
  })
  @ApiSuccess(200, {
    description: 'The service.',
    type: ServiceCard,
    examples: { jiraiya: example }
  })
  @Get()
  @Public()
  read(): ServiceCard {
    return {
      name: 'jiraiya',
      version: serviceVersion,
      links: {
        ...links,
        ...(this.http.ENABLE_DOCS && { docs: pages.docs }),
        ...(this.studio.ENABLE_STUDIO && { studio: pages.studio })
      }
    }
  }
}
