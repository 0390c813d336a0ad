import { Controller, Get, Header, NotFoundException, VERSION_NEUTRAL } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Registry } from 'prom-client'
import { Public } from '#core/access/public.decorator.js'
import { Settings } from '#core/config/settings.js'
import { TextAnswer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'

const example = `# HELP jiraiya_requests_in_progress Requests being served now.
# TYPE jiraiya_requests_in_progress gauge
jiraiya_requests_in_progress 1
`

/** Prometheus text, without prefix, envelope or throttle. */
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
export class MetricsController {
  constructor(
    private readonly settings: Settings,
    private readonly registry: Registry
  ) {}

  @Operation({
    id: 'readMetrics',
    tag: 'service',
    summary: 'Metrics for Prometheus',
    description: 'Prometheus text format 0.0.4. Off, and then 404, with `ENABLE_METRICS=false`.',
    public: true
  })
  @TextAnswer(200, {
    about: 'All metrics.',
    contentType: 'text/plain',
    maxLength: 10_000_000,
    example
  })
  @Answers('NOT_FOUND')
  @Get()
  @Public()
  @RouteConfig({ quiet: true })
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  read(): Promise<string> {
    if (!this.settings.ENABLE_METRICS) throw new NotFoundException()
    return this.registry.metrics()
  }
}
