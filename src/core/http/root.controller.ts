import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common'
import { Public } from '#core/access/public.decorator.js'
import { Bare } from '#core/access/bare.decorator.js'
import { Settings } from '#core/config/settings.js'
import { serviceVersion } from '#core/config/version.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ChoiceField, MapField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
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
export class RootController {
  constructor(private readonly settings: Settings) {}

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
    const { ENABLE_DOCS, ENABLE_STUDIO } = this.settings
    return {
      name: 'jiraiya',
      version: serviceVersion,
      links: {
        ...links,
        ...(ENABLE_DOCS && { docs: pages.docs }),
        ...(ENABLE_STUDIO && { studio: pages.studio })
      }
    }
  }
}
