import { Controller, Get, Header, NotFoundException, VERSION_NEUTRAL } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { register } from 'prom-client'
import { Public } from '../access/public.decorator.js'
import { Settings } from '../config/settings.js'

/** Prometheus text, without prefix, envelope or throttle. */
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
export class MetricsController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @Public()
  @RouteConfig({ quiet: true })
  @Header('Content-Type', register.contentType)
  read(): Promise<string> {
    if (!this.settings.ENABLE_METRICS) throw new NotFoundException()
    return register.metrics()
  }
}
