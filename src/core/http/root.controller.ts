import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common'
import { Public } from '../access/public.decorator.js'
import { serviceVersion } from '../config/version.js'

/** What a person finds who opens the service's bare address. */
@Controller({ version: VERSION_NEUTRAL })
export class RootController {
  @Get()
  @Public()
  read(): object {
    return {
      name: 'jiraiya',
      version: serviceVersion,
      links: { generate: '/api/v1/generate', health: '/api/health', metrics: '/metrics' }
    }
  }
}
