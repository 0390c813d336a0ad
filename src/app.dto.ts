import { serviceVersion } from '#core/config/version.js'
import { ChoiceField, MapField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { versionNumber } from '#core/http/openapi/decorators/patterns.js'

const links = {
  generate: '/api/v1/generate',
  stories: '/api/v1/stories',
  stream: '/api/v1/stories/stream',
  health: '/api/health',
  metrics: '/metrics'
} as const

/** Pages that settings may switch off. */
const pages = { docs: '/api/docs', studio: '/studio' } as const

const welcome = 'Welcome to Jiraiya Service 🐸'

/** Name, version and links of the service. */
export class ServiceInfoDto {
  static readonly examples: Readonly<Record<string, ServiceInfoDto>> = {
    jiraiya: ServiceInfoDto.of({ docs: true, studio: true })
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
    values: { type: 'string', format: 'uri-reference', maxLength: 100 }
  })
  readonly links!: Readonly<Record<string, string>>

  static of(enabled: { readonly docs: boolean; readonly studio: boolean }): ServiceInfoDto {
    return {
      name: 'jiraiya',
      message: welcome,
      version: serviceVersion,
      links: {
        ...links,
        ...(enabled.docs && { docs: pages.docs }),
        ...(enabled.studio && { studio: pages.studio })
      }
    }
  }
}
