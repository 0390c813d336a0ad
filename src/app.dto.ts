import { serviceVersion } from '#core/config/version.js'
import { ChoiceField, MapField, TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { versionNumber } from '#core/http/openapi/decorators/patterns.js'

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
